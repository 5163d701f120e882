// An answer that needs words, or values read back: typed as they were understood, and compared by the room.
import { html, useSignal } from "../html.js";
import { answer, notices } from "../room/notices.js";
import { now } from "../room/clock.js";
import { t } from "../text/fluent.js";
import { asSaid, kindOf, parseValue } from "../text/values.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

const STAND_BY_S = [60, 120, 300];
/** What an answer needs, and what it may say. @type {Record<string, string[]>} */
const WORDS = { will_comply: [], cannot_comply: ["reason", "intention"], counter: ["proposal"], stand_by: [], received: [] };

/** @param {any} n @param {string} what */
export function openAnswer(n, what) {
  open({ title: () => t(`answer-${what}`), body: () => html`<${Body} id=${n.id} held=${n} what=${what} />` });
}

/** @param {{id: string, held: any, what: string}} props */
function Body({ id, held, what }) {
  const n = notices.value.get(id) ?? held;
  const words = useSignal(/** @type {Record<string, string>} */ ({}));
  const back = useSignal(/** @type {string[]} */ (n.values.map(() => "")));
  const stand = useSignal(120);
  const isReadBack = what === "will_comply" && n.kind === "safety" && n.values.length > 0;
  const values = isReadBack ? n.values.map((/** @type {any} */ v, /** @type {number} */ k) => parseValue(kindOf(v), back.value[k], now.peek())) : [];
  const isWhole = WORDS[what].every((w) => (words.value[w] ?? "").trim()) && values.every(Boolean);
  async function go() {
    const said = await answer(n, {
      answer: what,
      ...words.peek(),
      ...(isReadBack ? { values: values.map((/** @type {any} */ v, /** @type {number} */ k) => asSaid(n.values[k], v)) } : {}),
      ...(what === "stand_by" ? { stand_by_s: stand.peek() } : {}),
    });
    if (said.ladders[0].alarms.includes("read_back_wrong")) throw new Error(t("alarm-read_back_wrong"));
  }
  return html`<div class="dialog-body">
      ${n.text && html`<p dir="auto">${n.text}</p>`}
      ${isReadBack && html`<p>${t("read-back")}</p>${n.values.map((/** @type {any} */ v, /** @type {number} */ k) => html`<label>${t(`value-${kindOf(v)}`)} <input dir="ltr" class="num" autocomplete="off" aria-invalid=${Boolean(back.value[k]) && !values[k]} value=${back.value[k]} onInput=${(/** @type {any} */ e) => (back.value = back.value.map((x, m) => (m === k ? e.target.value : x)))} /></label>`)}`}
      ${WORDS[what].map((w) => html`<label>${t(`answer-word-${w}`)} <textarea rows="2" required maxlength="2000" dir="auto" onInput=${(/** @type {any} */ e) => (words.value = { ...words.peek(), [w]: e.target.value })}></textarea></label>`)}
      ${what === "stand_by" && html`<p>${t("stand-by-once")}</p><label>${t("stand-by-for")} <select onChange=${(/** @type {any} */ e) => (stand.value = Number(e.target.value))}>${STAND_BY_S.map((s) => html`<option value=${s} selected=${s === stand.value}>${s / 60} min</option>`)}</select></label>`}
    </div>
    <${Confirm} say=${`answer-${what}`} disabled=${!isWhole} go=${go} />`;
}
