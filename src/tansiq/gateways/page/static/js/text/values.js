// Heights, times and positions that are said and read back: as they are typed and shown.
import { height, position } from "./format.js";
import { parsePositions } from "./positions.js";

/** @typedef {{height?: any, time?: string | null, position?: {lat: number, lon: number} | null}} Value as the room has it: exactly one of the three */

/** @type {("height" | "time" | "position")[]} */
export const KINDS = ["height", "time", "position"];
const SAME_DEGREES = 0.005 / 60; // a position is said to a hundredth of a minute: what is the same then is the same

/** @param {Value} value @returns {"height" | "time" | "position"} */
export const kindOf = (value) => (value.height ? "height" : value.position ? "position" : "time");

/** @param {Value} value */
export function valueText(value) {
  if (value.height) return height(value.height);
  if (value.position) return position(value.position.lat, value.position.lon);
  return `${String(value.time).slice(0, 16).replace("T", " ")}Z`;
}

/** "FL120", "4500 ft AMSL", "4500 ft AMSL QNH 1013", "300 ft AGL", "GND". @param {string} text @returns {any} null for what is no height */
export function parseHeight(text) {
  const said = text.trim().toUpperCase().replace(/\s+/g, " ");
  if (said === "GND" || said === "SFC") return { reference: "GND" };
  if (said === "UNL") return { reference: "UNL" };
  const level = /^FL ?(\d{1,3})$/.exec(said);
  if (level) return { reference: "FL", value: Number(level[1]), units: "FL" };
  const found = /^(-?\d+(?:\.\d+)?) ?(FT|M) (AMSL|AGL|W84)(?: QNH ?([A-Z0-9-]+(?:\.\d+)?))?$/.exec(said);
  if (!found || (found[4] && found[3] !== "AMSL")) return null;
  const qnh = !found[4] ? {} : /^\d+(\.\d+)?$/.test(found[4]) ? { qnh_hpa: Number(found[4]) } : { pressure: found[4] };
  return { reference: found[3], value: Number(found[1]), units: found[2], ...qnh };
}

/** @param {string} text "14:05", "1405Z", "2026-11-25 14:05" @param {number} nowMs its day is meant where none is said, or the next where that is long over @returns {string} RFC 3339, "" for what is no time */
export function parseTime(text, nowMs) {
  const found = /^\s*(?:(\d{4}-\d\d-\d\d)[ T]+)?([01]\d|2[0-3]):?([0-5]\d)\s*Z?\s*$/i.exec(text);
  if (!found) return "";
  const at = (/** @type {number} */ dayMs) => `${found[1] ?? new Date(dayMs).toISOString().slice(0, 10)}T${found[2]}:${found[3]}:00Z`;
  const today = at(nowMs);
  if (Number.isNaN(Date.parse(today))) return "";
  return !found[1] && Date.parse(today) < nowMs - 12 * 3_600_000 ? at(nowMs + 86_400_000) : today;
}

/** @param {"height" | "time" | "position"} kind @param {string} text @param {number} nowMs @returns {Value | null} */
export function parseValue(kind, text, nowMs) {
  if (kind === "height") {
    const found = parseHeight(text);
    return found && { height: found };
  }
  if (kind === "time") {
    const found = parseTime(text, nowMs);
    return found ? { time: found } : null;
  }
  const found = parsePositions(text);
  return found.length === 1 ? { position: { lat: found[0][1], lon: found[0][0] } } : null;
}

/** What was read back, as it was said where both are the same at the precision with which it is said. @param {Value} said @param {Value} back @returns {Value} */
export function asSaid(said, back) {
  if (!said.position || !back.position) return back;
  const isSame = Math.abs(said.position.lat - back.position.lat) <= SAME_DEGREES && Math.abs(said.position.lon - back.position.lon) <= SAME_DEGREES;
  return isSame ? said : back;
}
