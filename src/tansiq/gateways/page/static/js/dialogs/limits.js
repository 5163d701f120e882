// Floor and ceiling, each with its own reference: flight level, above mean sea level (surveyed, or read off an altimeter set
// to a QNH), above the ground, above the ellipsoid, the ground itself, or without an end.
import { html } from "../html.js";
import { pressures } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Num } from "../panels/words.js";

/** @typedef {{on: string, value: number, qnh: number, pressure: string}} Limit `on`: one of ON, or "GND", "UNL" */
/** @typedef {{floor: Limit, ceiling: Limit, lowest: string, highest: string}} Limits the ground in metres, "" where it is not typed */

/** What a limit is said on: reference and unit. "QNH" is AMSL by an altimeter. */
const ON = ["FL", "AMSL/FT", "QNH/FT", "AGL/FT", "W84/FT", "AMSL/M", "AGL/M", "W84/M"];
const STANDARD_HPA = 1013;

/** @param {number} low @param {number} high flight levels @returns {Limits} */
export const levels = (low, high) => ({ floor: limit("FL", low), ceiling: limit("FL", high), lowest: "", highest: "" });

/** @param {string} on @param {number} value @returns {Limit} */
const limit = (on, value) => ({ on, value, qnh: STANDARD_HPA, pressure: "" });

/** As the room is told it. @param {Limit} l */
function height(l) {
  if (l.on === "GND" || l.on === "UNL") return { reference: l.on };
  if (l.on === "FL") return { reference: "FL", value: l.value, units: "FL" };
  const [reference, units] = l.on.split("/");
  if (reference !== "QNH") return { reference, value: l.value, units };
  const by = l.pressure ? { pressure: l.pressure } : { qnh_hpa: l.qnh };
  return { reference: "AMSL", value: l.value, units, ...by };
}

/** @param {any} h as the room told it @returns {Limit} */
function heldLimit(h) {
  if (h.reference === "GND" || h.reference === "UNL") return limit(h.reference, 0);
  if (h.reference === "FL") return limit("FL", h.value);
  const isRead = h.qnh_hpa || h.pressure;
  const made = limit(`${isRead ? "QNH" : h.reference}/${isRead ? "FT" : (h.units ?? "M")}`, isRead && h.units !== "FT" ? h.value / 0.3048 : h.value);
  return { ...made, qnh: h.qnh_hpa ?? STANDARD_HPA, pressure: h.pressure ?? "" };
}

/** @param {any} v a volume as the room told it @returns {Limits} */
export function limitsOf(v) {
  const typed = v.ground?.source === "typed" ? v.ground : null;
  return { floor: heldLimit(v.floor), ceiling: heldLimit(v.ceiling), lowest: String(typed?.lowest_m ?? ""), highest: String(typed?.highest_m ?? "") };
}

/** Floor and ceiling alone, as a named place keeps them. @param {any} body */
export const heightsOf = ({ floor, ceiling }) => ({ floor, ceiling });

/** Those of a named place; what it does not say stays. @param {any} place @param {Limits} held @returns {Limits} */
export const placeLimits = (place, held) => ({ ...held, floor: place.floor ? heldLimit(place.floor) : held.floor, ceiling: place.ceiling ? heldLimit(place.ceiling) : held.ceiling });

/** @param {Limits} l */
const isAboveGround = (l) => [l.floor, l.ceiling].some((one) => one.on.startsWith("AGL"));

/** Members of the volume to send. @param {Limits} l */
export function limitsBody(l) {
  const ground = isAboveGround(l) && l.lowest !== "" && l.highest !== "" ? { ground: { lowest_m: Number(l.lowest), highest_m: Number(l.highest) } } : {};
  return { floor: height(l.floor), ceiling: height(l.ceiling), ...ground };
}

/** @param {{limits: Limits, changed: (limits: Limits) => void}} props */
export function LimitFields({ limits, changed }) {
  return html`<${One} say="floor" end="GND" held=${limits.floor} changed=${(/** @type {Limit} */ floor) => changed({ ...limits, floor })} />
    <${One} say="ceiling" end="UNL" held=${limits.ceiling} changed=${(/** @type {Limit} */ ceiling) => changed({ ...limits, ceiling })} />
    ${isAboveGround(limits) && html`<fieldset class="wide"><legend>${t("ground")}</legend><span class="row tight">
      <label>${t("ground-lowest")} <input type="number" value=${limits.lowest} onInput=${(/** @type {any} */ e) => changed({ ...limits, lowest: e.target.value })} /></label>
      <label>${t("ground-highest")} <input type="number" value=${limits.highest} onInput=${(/** @type {any} */ e) => changed({ ...limits, highest: e.target.value })} /></label></span>
      <p class="soft small">${t("ground-hint")}</p></fieldset>`}`;
}

/** @param {{say: string, end: string, held: Limit, changed: (held: Limit) => void}} props */
function One({ say, end, held, changed }) {
  const isEnd = held.on === end;
  const by = [...pressures.value.values()];
  return html`<fieldset class="limit"><legend>${t(say)}</legend>
    <span class="row tight"><select aria-label=${`${t(say)}: ${t("reference")}`} value=${held.on} onChange=${(/** @type {any} */ e) => changed({ ...held, on: e.target.value })}>
      ${[...ON, end].map((on) => html`<option value=${on} selected=${on === held.on}>${word(on)}</option>`)}</select>
    ${!isEnd && html`<input type="number" aria-label=${t(say)} value=${held.value} onInput=${(/** @type {any} */ e) => changed({ ...held, value: Number(e.target.value) })} />`}</span>
    ${held.on === "QNH/FT" && html`<span class="row tight">
      ${by.length > 0 && html`<select aria-label="QNH" onChange=${(/** @type {any} */ e) => changed({ ...held, pressure: e.target.value })}>
        <option value="" selected=${!held.pressure}>hPa</option>${by.map((p) => html`<option value=${p.id} selected=${p.id === held.pressure}>${p.id} ${p.qnh_hpa}</option>`)}</select>`}
      ${!held.pressure && html`<input type="number" aria-label="QNH, hPa" value=${held.qnh} onInput=${(/** @type {any} */ e) => changed({ ...held, qnh: Number(e.target.value) })} />`}
      <${Num}>hPa<//></span>`}
  </fieldset>`;
}

/** "ft AGL", "ft QNH", "FL": as it is written behind a value. @param {string} on */
function word(on) {
  const [reference, unit] = on.split("/");
  return unit ? `${unit.toLowerCase()} ${reference}` : reference;
}
