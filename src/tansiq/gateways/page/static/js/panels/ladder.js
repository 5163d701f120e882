// The ladder of a notice: who has it, who has read it, who answered what; each step with its time, its person and its means.
import { html } from "../html.js";
import { flights } from "../room/store.js";
import { tick } from "../room/clock.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { valueText } from "../text/values.js";
import { called, Num, Party, Typed } from "./words.js";

/** Whom a ladder is of. @param {{l: any}} props */
export function Receiver({ l }) {
  if (l.party) return html`<${Party} code=${l.party} />`;
  const item = flights.value.get(l.item);
  return html`<span>${t("notice-owner-of")} ${item ? called(item) : t("their-flight")}</span>`;
}

/** How far it came, in a word. @param {any} l */
export function standing(l) {
  if (l.alarms.includes("read_back_wrong")) return t("alarm-read_back_wrong");
  if (l.alarms.includes("link_locked")) return t("step-link_locked");
  if (l.answer) return t(`answer-${l.answer}`);
  if (l.alarms.includes("not_reached")) return t("alarm-not_reached");
  const last = l.steps.findLast((/** @type {any} */ s) => s.kind !== "escalated");
  return t(`step-${last?.kind ?? "sent"}`);
}

/** @param {{l: any, isNamed: boolean}} props isNamed: the receiver is said */
export function Ladder({ l, isNamed }) {
  return html`<div class="ladder">
    ${isNamed && html`<p class="row"><${Receiver} l=${l} /><span class="space"></span><b>${standing(l)}</b></p>`}
    <ol>${l.steps.map((/** @type {any} */ s) => html`<li><${Num}>${time(Date.parse(s.time), tick.value)}<//> ${t(`step-${s.kind}`)} ${s.answer && html`<b>${t(`answer-${s.answer}`)}</b>`} ${s.level && s.kind === "escalated" && t(`rung-${s.level}`)}
      ${s.name && html`<${Typed}>${s.name}<//>`} ${!["room", "page"].includes(s.means) && html`<span class="soft">${t(`means-${s.means}`)}</span>`}
      ${s.to && html`<${Typed}>${s.to}<//>`} ${s.kind === "passed" && html`<span class="soft">${t(`confirmed-${s.confirmed}`)}</span>`}
      ${[s.reason, s.intention, s.proposal].filter(Boolean).map((words) => html`<p><${Typed}>${words}<//></p>`)}
      ${s.values.length > 0 && html`<p><${Num}>${s.values.map(valueText).join(" · ")}<//></p>`}</li>`)}</ol>
    ${l.next && html`<p class="soft small">${t("ladder-next", { at: time(Date.parse(l.next), tick.value) })}</p>`}
  </div>`;
}
