// Asking the owner of a flight that one's own meets to move, or answering what they asked with another way.
import { html, useSignal } from "../html.js";
import { propose } from "../room/act.js";
import { now } from "../room/clock.js";
import { flights } from "../room/store.js";
import { called, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** @param {import("../room/conflict.js").Conflict} c */
export const openPropose = (c) => start(c.a.id, c.b.id, "");
/** @param {any} a an agreement that the other party proposed */
export const openCounter = (a) => start(a.mine, a.theirs, a.id);

/** @param {string} mine @param {string} theirs @param {string} answers */
function start(mine, theirs, answers) {
  open({ title: () => t(answers ? "counter" : "propose"), body: () => html`<${Propose} mine=${mine} theirs=${theirs} answers=${answers} />` });
}

/** @param {{mine: string, theirs: string, answers: string}} props */
function Propose({ mine, theirs, answers }) {
  const options = useSignal([{ whose: "theirs", minutes: 0, feet: 2000 }]);
  const words = useSignal("");
  const until = useSignal(20);
  const [own, other] = [flights.value.get(mine), flights.value.get(theirs)];
  const names = { mine: own ? called(own) : t("your-flight"), theirs: other ? called(other) : t("their-flight") };
  /** @param {number} n @param {object} change */
  const set = (n, change) => (options.value = options.value.map((o, k) => (k === n ? { ...o, ...change } : o)));
  const go = () =>
    propose({
      mine,
      theirs,
      answers,
      words: words.value,
      deadline: new Date(now.peek() + until.value * 60_000).toISOString(),
      options: options.value.map((o) => [{ whose: o.whose, delay_s: o.minutes * 60, up_m: Math.round(o.feet * 3048) / 10_000 }]),
    });
  return html`<div class="dialog-body">
      <p>${t("propose-to")} <${Party} code=${other?.party ?? ""} named /></p>
      <p class="soft">${t("propose-hint")}</p>
      ${options.value.map((o, n) => html`<fieldset class="row option" key=${n}><legend>${t("option", { n: n + 1 })}</legend>
        <select aria-label=${t("who-moves")} value=${o.whose} onChange=${(/** @type {any} */ e) => set(n, { whose: e.target.value })}><option value="theirs">${names.theirs}</option><option value="mine">${names.mine}</option></select>
        <label>${t("later-minutes")} <input type="number" step="5" min="-1440" max="1440" value=${o.minutes} onInput=${(/** @type {any} */ e) => set(n, { minutes: Number(e.target.value) })} /></label>
        <label>${t("higher-feet")} <input type="number" step="500" min="-60000" max="60000" value=${o.feet} onInput=${(/** @type {any} */ e) => set(n, { feet: Number(e.target.value) })} /></label>
        ${options.value.length > 1 && html`<button type="button" class="plain" onClick=${() => (options.value = options.value.filter((_, k) => k !== n))} aria-label=${t("remove")}>✕</button>`}
      </fieldset>`)}
      ${options.value.length < 4 && html`<button onClick=${() => (options.value = [...options.value, { whose: "mine", minutes: 30, feet: 0 }])}>+ ${t("add-option")}</button>`}
      <label>${t("words-optional")} <textarea rows="2" maxlength="2000" dir="auto" onInput=${(/** @type {any} */ e) => (words.value = e.target.value)}></textarea></label>
      <label>${t("answer-within")} <input type="number" min="5" max="1440" step="5" value=${until} onInput=${(/** @type {any} */ e) => (until.value = Number(e.target.value))} /></label>
    </div>
    <${Confirm} say="propose" go=${go} disabled=${options.value.some((o) => !o.minutes && !o.feet)} />`;
}
