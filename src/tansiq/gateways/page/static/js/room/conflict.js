// One conflict: its number, the clearance that the charter asks for, what the two have in common.
import { area, centre } from "../geo/geodesy.js";
import { room } from "./store.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("../geo/overlap.js").Shape} Shape */

/**
 * @typedef {object} Conflict
 * @property {string} no "C1": the same in list, map and time line
 * @property {Item} a one's own, where one is
 * @property {Item} b
 * @property {boolean} isMine
 * @property {Shape[]} shapes
 * @property {number} start
 * @property {number} end
 * @property {string} band
 * @property {[number, number]} at
 * @property {number} size
 * @property {"mine" | "theirs" | ""} first whose booking is older: a fact, no priority
 * @property {any[]} offers changes of one's own flight that leave no conflict
 */

/** @type {Map<string, string>} */
const numbers = new Map();
/** @param {Item} a @param {Item} b */
export function numbered(a, b) {
  const key = [a.id, b.id].sort().join();
  if (!numbers.has(key)) numbers.set(key, `C${numbers.size + 1}`);
  return /** @type {string} */ (numbers.get(key));
}

/** @param {Item} a @param {Item} b */
export function clearance(a, b) {
  const charter = room.value?.charter;
  if (!charter || b.kind === "zone") return { lateral_m: 0, vertical_m: 0, minutes: 0 };
  const count = Number(a.said.is_manned) + Number(b.said.is_manned);
  return [charter.unmanned, charter.mixed, charter.manned][count];
}

/** @param {string} reference @param {number} low @param {number} high metres */
export function bandOn(reference, low, high) {
  const level = (/** @type {number} */ m) => `FL${String(Math.round(m / 30.48)).padStart(3, "0")}`;
  if (reference === "FL") return `${level(low)}–${level(high)}`;
  if (reference === "AMSL") return `${Math.round(low / 0.3048)}–${Math.round(high / 0.3048)} ft AMSL`;
  return `${Math.round(low)}–${Math.round(high)} m W84`;
}

/** @param {Shape[]} shapes */
export const sizeOf = (shapes) => shapes.reduce((sum, s) => sum + s.polygons.reduce((n, p) => n + area(p[0]), 0), 0);

/** Between two others, as the page finds it. @param {Item} a @param {Item} b @param {Shape[]} shapes @returns {Conflict} */
export function found(a, b, shapes) {
  const [first] = shapes;
  const reference = first.isRough ? "W84" : a.parts[0].floor.reference;
  return {
    no: numbered(a, b),
    a,
    b,
    isMine: false,
    shapes,
    start: Math.min(...shapes.map((s) => s.start)),
    end: Math.max(...shapes.map((s) => s.end)),
    band: (first.isRough ? "≈ " : "") + bandOn(reference, Math.min(...shapes.map((s) => s.low)), Math.max(...shapes.map((s) => s.high))),
    at: centre(first.polygons[0][0]),
    size: sizeOf(shapes),
    first: "",
    offers: [],
  };
}
