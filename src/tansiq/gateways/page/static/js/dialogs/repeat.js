// A flight that is the same on several days: what each day would meet, and all of them booked at once.
import { html, useSignal } from "../html.js";
import { namedIn } from "../room/act.js";
import { send, uuid } from "../room/api.js";
import { tick } from "../room/clock.js";
import { flightItem, zoneItem } from "../room/items.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { called, Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { dayName, DAYS } from "./hours.js";
import { read, Time, written } from "./times.js";

const WEEK_MS = 7 * 86_400_000;

/** @param {{flight: () => any, start: string}} props flight: as it is typed, or null while something is missing */
export function Repeat({ flight, start }) {
  const days = useSignal(["mon", "tue", "wed", "thu", "fri"]);
  const until = useSignal("");
  const told = useSignal(/** @type {any} */ (null));
  const ended = useSignal(/** @type {any} */ (null));
  const last = until.value || (read(start) ? written(Date.parse(read(start)) + WEEK_MS) : "");
  const body = flight();
  /** @param {boolean} book @param {any[]} accepts */
  async function ask(book, accepts) {
    const series = told.peek()?.series ?? uuid();
    ended.value = null;
    told.value = { ...(await send("POST", "/flights/repeat", { series, flight: { ...body, accepts }, days: days.value, until: read(last), book })), book };
  }
  const items = told.value?.items ?? [];
  const named = items.flatMap((/** @type {any} */ i) => namedIn(i));
  return html`<details class="repeat"><summary>${t("repeat")}</summary>
    <span class="row tight days">${DAYS.map((d) => html`<label class="check"><input type="checkbox" checked=${days.value.includes(d)} onChange=${(/** @type {any} */ e) => ((told.value = null), (days.value = DAYS.filter((x) => (x === d ? e.target.checked : days.value.includes(x)))))} />${dayName(d)}</label>`)}</span>
    <${Time} say="repeat-until" value=${last} changed=${(/** @type {string} */ v) => ((told.value = null), (until.value = v))} />
    <div class="row">${body && read(last) && days.value.length > 0 ? html`<${Do} go=${() => ask(false, [])}>${t("repeat-check")}<//>` : html`<span class="soft small">${t("repeat-first")}</span>`}</div>
    ${told.value && html`<ul class="lines" aria-live="polite">${items.map((/** @type {any} */ i) => html`<li key=${i.id} class="line between-lines"><b><${Num}>${time(Date.parse(i.start), tick.value)}<//></b> <span class=${`tag ${i.outcome === "meets" || i.outcome === "refused" ? "warn" : ""}`}>${t(`repeat-${i.outcome}`)}</span>
      ${i.message && html`<span class="soft small wide">${i.message}</span>`}
      ${i.conflicts.length + i.zones.length > 0 && html`<span class="soft small wide">${[...i.conflicts.map((/** @type {any} */ c) => flightItem(c.with)), ...i.zones.map((/** @type {any} */ z) => zoneItem(z.zone))].map((item) => called(item)).join(", ")}</span>`}
      ${(i.sites ?? []).map((/** @type {any} */ s) => html`<span class="small wide notified-line">${s.message}</span>`)}</li>`)}</ul>
      ${!told.value.book && mayAct.value && html`<div class="row"><${Do} class="main" go=${() => ask(true, named)}>${t("repeat-book", { n: items.length })}${named.length > 0 ? ` · ${t("repeat-named", { n: named.length })}` : ""}<//></div>`}
      ${told.value.book && mayAct.value && html`<p class="soft small">${t("repeat-series")} <${Num}>${told.value.series}<//></p>
        ${ended.value ? html`<p role="status">${t("repeat-ended", { n: ended.value.ended.length, left: ended.value.left.length })}</p>` : html`<div class="row"><${Do} go=${async () => (ended.value = await send("DELETE", `/flights/repeat/${told.value.series}`))}>${t("repeat-end")}<//></div>`}`}`}
  </details>`;
}
