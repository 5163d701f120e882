// Hours of the week, UTC: none means all the time from the start to the end of a zone.
import { html } from "../html.js";
import { language, t } from "../text/fluent.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONDAY_MS = Date.UTC(2024, 0, 1);

/** @param {string} day @returns {string} in the reader's language */
export function dayName(day) {
  const at = MONDAY_MS + DAYS.indexOf(day) * 86_400_000;
  return new Intl.DateTimeFormat(`${language.value}-u-ca-gregory-nu-latn`, { weekday: "short", timeZone: "UTC" }).format(at);
}

/** @typedef {{days: string[], start: string, end: string}} Hours */

/** @param {{hours: Hours[], changed: (hours: Hours[]) => void}} props */
export function HoursFields({ hours, changed }) {
  /** @param {number} at @param {Partial<Hours>} change */
  const set = (at, change) => changed(hours.map((h, n) => (n === at ? { ...h, ...change } : h)));
  return html`<fieldset><legend>${t("zone-hours")}</legend>
    ${!hours.length && html`<p class="soft small">${t("zone-hours-always")}</p>`}
    ${hours.map((h, n) => html`<div class="hours" key=${n}>
      <span class="row tight days">${DAYS.map((d) => html`<label class="check"><input type="checkbox" checked=${h.days.includes(d)} onChange=${(/** @type {any} */ e) => set(n, { days: DAYS.filter((x) => (x === d ? e.target.checked : h.days.includes(x))) })} />${dayName(d)}</label>`)}</span>
      <span class="row tight"><input dir="ltr" class="num" aria-label=${t("from")} value=${h.start} pattern="([01][0-9]|2[0-3]):[0-5][0-9]|24:00" onInput=${(/** @type {any} */ e) => set(n, { start: e.target.value })} />–<input dir="ltr" class="num" aria-label=${t("until")} value=${h.end} pattern="([01][0-9]|2[0-3]):[0-5][0-9]|24:00" onInput=${(/** @type {any} */ e) => set(n, { end: e.target.value })} />
        <button type="button" class="plain" onClick=${() => changed(hours.filter((_, k) => k !== n))}>${t("remove")}</button></span>
    </div>`)}
    <button type="button" onClick=${() => changed([...hours, { days: DAYS.slice(0, 5), start: "06:00", end: "18:00" }])}>${t("zone-hours-add")}</button>
  </fieldset>`;
}
