// What was agreed, by telephone or otherwise, with the manager of a flight outside the room: one's own flight moves at once, theirs is awaited.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { now } from "../room/clock.js";
import { called, Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** @param {import("../room/conflict.js").Conflict} c */
export function openRecord(c) {
  open({ title: () => t("record"), body: () => html`<${Record} c=${c} />` });
}

/** @param {{c: import("../room/conflict.js").Conflict}} props */
function Record({ c }) {
  const shift = useSignal(/** @type {Record<string, {minutes: number, feet: number}>} */ ({ mine: { minutes: 0, feet: 0 }, theirs: { minutes: 0, feet: 0 } }));
  const words = useSignal("");
  const until = useSignal(60);
  const moves = ["mine", "theirs"].filter((whose) => shift.value[whose].minutes || shift.value[whose].feet);
  /** @param {string} whose @param {object} change */
  const set = (whose, change) => (shift.value = { ...shift.value, [whose]: { ...shift.value[whose], ...change } });
  const go = () =>
    send("POST", "/agreements/recorded", {
      mine: c.a.id,
      theirs: c.b.id,
      words: words.peek(),
      deadline: new Date(now.peek() + until.peek() * 60_000).toISOString(),
      change: moves.map((whose) => ({ whose, delay_s: shift.peek()[whose].minutes * 60, up_m: Math.round(shift.peek()[whose].feet * 3048) / 10_000 })),
    });
  return html`<div class="dialog-body">
      <p>${t("record-about")} <b><${Num}>${c.b.said.managed_by}<//></b></p>
      ${[["mine", c.a], ["theirs", c.b]].map(([whose, item]) => html`<fieldset class="row option"><legend>${called(/** @type {any} */ (item))}</legend>
        <label>${t("later-minutes")} <input type="number" step="5" min="-1440" max="1440" value=${shift.value[/** @type {string} */ (whose)].minutes} onInput=${(/** @type {any} */ e) => set(/** @type {string} */ (whose), { minutes: Number(e.target.value) })} /></label>
        <label>${t("higher-feet")} <input type="number" step="500" min="-60000" max="60000" value=${shift.value[/** @type {string} */ (whose)].feet} onInput=${(/** @type {any} */ e) => set(/** @type {string} */ (whose), { feet: Number(e.target.value) })} /></label></fieldset>`)}
      <label>${t("record-words")} <textarea rows="2" maxlength="2000" required dir="auto" onInput=${(/** @type {any} */ e) => (words.value = e.target.value)}></textarea></label>
      <label>${t("record-until")} <input type="number" min="5" max="1440" step="5" value=${until} onInput=${(/** @type {any} */ e) => (until.value = Number(e.target.value))} /></label>
    </div>
    <${Confirm} say="record" disabled=${!moves.length || !words.value.trim()} go=${go} />`;
}
