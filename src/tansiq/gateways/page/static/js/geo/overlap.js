// Where two items overlap, for drawing. Which of one's own flights conflict is the room's answer; see room/conflicts.js.
import clipping from "../../vendor/polygon-clipping/polygon-clipping.js";
import { metresBetween } from "./geodesy.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/items.js").Part} Part */

/**
 * @typedef {object} Shape
 * @property {[number, number][][][]} polygons
 * @property {number} start
 * @property {number} end
 * @property {number} low
 * @property {number} high
 * @property {boolean} isRough the heights have different references: their common band is nominal
 */

/** @param {Part} a @param {Part} b */
function sameReference(a, b) {
  const first = a.floor;
  if (first.reference === "AGL") return false; // the ground is not level
  return [a.ceiling, b.floor, b.ceiling].every((h) => h.reference === first.reference && h.qnh_hpa === first.qnh_hpa && h.pressure === first.pressure);
}

/** @param {Item} a @param {Item} b @param {number} [widerM] @param {number} [widerMs] @returns {boolean} whether boxes and times meet */
export function isNear(a, b, widerM = 0, widerMs = 0) {
  if (a.start - widerMs >= b.end || b.start - widerMs >= a.end) return false;
  const lat = widerM / 111_000;
  const lon = lat / Math.max(0.1, Math.cos((a.bounds[1] * Math.PI) / 180));
  return (
    a.bounds[0] - lon < b.bounds[2] && b.bounds[0] < a.bounds[2] + lon && a.bounds[1] - lat < b.bounds[3] && b.bounds[1] < a.bounds[3] + lat
  );
}

/**
 * The places, bands and windows that two items have in common.
 * @param {Item} a
 * @param {Item} b
 * @param {{vertical_m: number, minutes: number}} clearance
 * @returns {Shape[]}
 */
export function overlaps(a, b, clearance) {
  /** @type {Shape[]} */
  const found = [];
  for (const p of a.parts) {
    for (const q of b.parts) {
      const shape = common(p, q, clearance);
      if (shape) found.push(shape);
    }
  }
  return found;
}

/** @param {Part} p @param {Part} q @param {{vertical_m: number, minutes: number}} clearance @returns {Shape | null} */
function common(p, q, clearance) {
  const later = clearance.minutes * 60_000;
  if (p.start - later >= q.end || q.start - later >= p.end) return null;
  if (p.low - clearance.vertical_m >= q.high || q.low - clearance.vertical_m >= p.high) return null;
  const polygons = /** @type {any} */ (clipping).intersection(
    p.rings.map((r) => [r]),
    q.rings.map((r) => [r]),
  );
  if (!polygons.length) return null;
  const [start, end] = ordered(Math.max(p.start, q.start), Math.min(p.end, q.end));
  const [low, high] = ordered(Math.max(p.low, q.low), Math.min(p.high, q.high));
  return { polygons, start, end, low, high, isRough: !sameReference(p, q) };
}

/** @param {number} a @param {number} b */
const ordered = (a, b) => (a < b ? [a, b] : [b, a]);

/** @param {Item} a @param {Item} b @returns {number} metres between the middles */
export function apart(a, b) {
  return metresBetween(a.at, b.at);
}
