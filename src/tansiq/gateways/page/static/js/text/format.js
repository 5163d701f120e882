// Operational text: the same in every language, Latin digits, UTC. It goes into <bdi dir="ltr"> or a Fluent value.
import { signal } from "../../vendor/signals/signals.mjs";
import { gridReference } from "./mgrs.js";
import { keep, kept } from "./prefs.js";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
export const FOOT_M = 0.3048;
export const NM_M = 1852;

/** "nm" or "km". */
export const units = signal(kept("units") === "km" ? "km" : "nm");
/** @param {string} name */
export function measureIn(name) {
  units.value = name === "km" ? "km" : "nm";
  keep("units", units.value);
}

/** @param {number} n */
const two = (n) => String(n).padStart(2, "0");

/** "14:05Z"; of another day than today "24 NOV 14:05Z". @param {number} ms @param {number} nowMs */
export function time(ms, nowMs) {
  const d = new Date(ms);
  const clock = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}Z`;
  return day(ms) === day(nowMs) ? clock : `${two(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]} ${clock}`;
}

/** "14:30–16:00Z", "26 NOV 00:30–02:00Z", "25 NOV 23:30Z – 26 NOV 01:00Z". @param {number} from @param {number} to @param {number} nowMs */
export function span(from, to, nowMs) {
  if (day(from) === day(to)) return `${time(from, nowMs).slice(0, -1)}–${time(to, to)}`;
  return `${time(from, nowMs)} – ${time(to, nowMs)}`;
}

/** "23 NOV 2026". @param {number} ms */
export function date(ms) {
  const d = new Date(ms);
  return `${two(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** "14:05:00Z". @param {number} ms */
export function clock(ms) {
  return `${new Date(ms).toISOString().slice(11, 19)}Z`;
}

/** @param {number} ms */
const day = (ms) => Math.floor(ms / 86_400_000);

/** @typedef {{reference: string, value: number, units?: string | null, qnh_hpa?: number | null, pressure?: string}} Height */

/** "FL060", "1500 ft AMSL", "1500 ft AMSL QNH OADN", "120 m AGL", "GND": as it was entered. @param {Height} h */
export function height(h) {
  if (h.reference === "GND" || h.reference === "UNL") return h.reference;
  if (h.reference === "FL") return `FL${String(Math.round(h.value)).padStart(3, "0")}`;
  return `${number(h.value)} ${surface(h)}`;
}

/** @param {Height} h */
function surface(h) {
  const qnh = h.qnh_hpa || h.pressure ? ` QNH ${h.qnh_hpa || h.pressure}` : "";
  return `${h.units === "FT" ? "ft" : "m"} ${h.reference}${qnh}`;
}

/** "FL060–FL120", "1500–2500 ft AMSL", "GND – 400 ft AGL". @param {Height} floor @param {Height} ceiling */
export function band(floor, ceiling) {
  if (floor.reference === "FL" && ceiling.reference === "FL") return `${height(floor)}–${height(ceiling)}`;
  const hasValue = ![floor, ceiling].some((h) => ["FL", "GND", "UNL"].includes(h.reference));
  return hasValue && surface(floor) === surface(ceiling) ? `${number(floor.value)}–${height(ceiling)}` : `${height(floor)} – ${height(ceiling)}`;
}

/** Whole numbers without a separator, as on charts. @param {number} value */
export function number(value) {
  return String(Math.round(value));
}

/** @param {number} m */
export function distance(m) {
  const [value, unit] = units.value === "nm" ? [m / NM_M, "NM"] : [m / 1000, "km"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** "96 km²" or "28 NM²". @param {number} m2 */
export function area(m2) {
  const [value, unit] = units.value === "nm" ? [m2 / NM_M ** 2, "NM²"] : [m2 / 1e6, "km²"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** How positions are written: "dms", "dm", "dd" or "mgrs". */
export const NOTATIONS = ["dms", "dm", "dd", "mgrs"];
export const notation = signal(NOTATIONS.includes(kept("notation")) ? kept("notation") : "dms");
/** @param {string} name */
export function writeAs(name) {
  notation.value = name;
  keep("notation", name);
}

/** "12°06'00"N 045°18'00"E", "12°06.000'N 045°18.000'E", "12.10000°N 045.30000°E", "38P NU 32690 37661". @param {number} lat @param {number} lon */
export function position(lat, lon) {
  const square = notation.value === "mgrs" ? gridReference(lat, lon) : "";
  return square || `${angle(Math.abs(lat), 2)}${lat < 0 ? "S" : "N"} ${angle(Math.abs(lon), 3)}${lon < 0 ? "W" : "E"}`;
}

/** @param {number} degrees @param {number} digits of the whole degrees */
function angle(degrees, digits) {
  const whole = (/** @type {number} */ n) => String(n).padStart(digits, "0");
  if (notation.value === "dd") return `${degrees.toFixed(5).padStart(digits + 6, "0")}°`;
  if (notation.value === "dm") {
    const m = Math.round(degrees * 60_000); // thousandths of a minute
    return `${whole(Math.floor(m / 60_000))}°${((m % 60_000) / 1000).toFixed(3).padStart(6, "0")}'`;
  }
  const s = Math.round(degrees * 3600);
  return `${whole(Math.floor(s / 3600))}°${two(Math.floor(s / 60) % 60)}'${two(s % 60)}"`;
}

/** "087°T". @param {number} degrees */
export const course = (degrees) => `${String(Math.round(degrees) % 360).padStart(3, "0")}°T`;
