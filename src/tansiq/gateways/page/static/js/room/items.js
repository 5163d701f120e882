// A flight or zone as the page draws it, made once when it comes.
import { area, centre, circleRing, densified, boundsOf } from "../geo/geodesy.js";
import { band, FOOT_M } from "../text/format.js";

/**
 * @typedef {[number, number]} Place longitude, latitude
 * @typedef {object} Part one volume
 * @property {Place[][]} rings outer rings, closed; several for an occupied place
 * @property {number} start
 * @property {number} end
 * @property {number} low nominal metres, for drawing
 * @property {number} high
 * @property {string} band as entered
 * @property {any} floor limit as entered
 * @property {any} ceiling
 * @property {boolean} isOff an off-nominal volume
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {"flight" | "zone"} kind
 * @property {string} name what it is called on the map
 * @property {string} party code, "" where it is withheld
 * @property {"accepted" | "activated" | "nonconforming" | "contingent" | "occupied" | "ended" | "zone"} look
 * @property {boolean} mine
 * @property {number} start
 * @property {number} end
 * @property {Part[]} parts
 * @property {string} band
 * @property {number} low nominal metres of its lowest part
 * @property {number} high
 * @property {[number, number, number, number]} bounds west, south, east, north
 * @property {Place} at where the label stands
 * @property {number} size square metres
 * @property {any} said as the room told it
 */

const UNLIMITED_M = 60_000 * FOOT_M; // where what has no upper limit is cut off in a drawing

/** Nominal metres of a limit: for drawing and for a first look alone; the room compares limits by their references. @param {any} h @param {number} [ground] metres */
export function metres(h, ground = 0) {
  if (h.reference === "UNL") return UNLIMITED_M;
  if (h.reference === "GND") return ground;
  if (h.reference === "FL") return h.value * 100 * FOOT_M;
  return (h.units === "FT" ? h.value * FOOT_M : h.value) + (h.reference === "AGL" ? ground : 0);
}

/** @param {any} v @param {boolean} isOff @returns {Part} */
export function partOf(v, isOff = false) {
  const ring = v.circle
    ? circleRing([v.circle.center.lon, v.circle.center.lat], v.circle.radius_m)
    : densified(v.polygon.map((/** @type {any} */ p) => /** @type {Place} */ ([p.lon, p.lat])));
  return {
    rings: [ring],
    start: Date.parse(v.start),
    end: Date.parse(v.end),
    low: metres(v.floor, v.ground?.lowest_m),
    high: metres(v.ceiling, v.ground?.highest_m),
    band: band(v.floor, v.ceiling),
    floor: v.floor,
    ceiling: v.ceiling,
    isOff,
  };
}

/** @param {any} o @returns {Part} */
function occupiedPart(o) {
  const floor = { reference: "W84", value: o.floor_m, units: "M" };
  const ceiling = { reference: "W84", value: o.ceiling_m, units: "M" };
  return {
    rings: o.boxes.map((/** @type {any} */ b) => boxRing(b)),
    start: Date.parse(o.start),
    end: Date.parse(o.end),
    low: o.floor_m,
    high: o.ceiling_m,
    band: band(/** @type {any} */ (floor), /** @type {any} */ (ceiling)),
    floor,
    ceiling,
    isOff: false,
  };
}

/** @param {any} b @returns {Place[]} */
function boxRing(b) {
  const east = b.east < b.west ? b.east + 360 : b.east;
  return [[b.west, b.south], [east, b.south], [east, b.north], [b.west, b.north], [b.west, b.south]];
}

/** @param {any} f @returns {Item} */
export function flightItem(f) {
  const exact = f.volumes.map((/** @type {any} */ v) => partOf(v));
  const off = f.off_nominal.map((/** @type {any} */ v) => partOf(v, true));
  const parts = exact.length ? [...exact, ...off] : uniqueParts(f.occupied.map(occupiedPart));
  const withheld = f.level === "existence" || f.level === "conflict";
  const look = withheld ? "occupied" : f.state.toLowerCase();
  return finished(f, "flight", withheld ? "" : f.callsign || `${f.owner} …${f.id.slice(-4)}`, f.owner, look, parts);
}

/** @param {Part[]} parts */
function uniqueParts(parts) {
  const seen = new Set();
  return parts.filter((p) => {
    const key = JSON.stringify([p.rings, p.start, p.end, p.low, p.high]);
    return !seen.has(key) && seen.add(key);
  });
}

/** @param {any} z @returns {Item} */
export function zoneItem(z) {
  return finished(z, "zone", z.name, z.issuer, "zone", z.volumes.map((/** @type {any} */ v) => partOf(v)));
}

/** @param {any} said @param {"flight" | "zone"} kind @param {string} name @param {string} party @param {any} look @param {Part[]} parts @returns {Item} */
function finished(said, kind, name, party, look, parts) {
  const rings = parts.flatMap((p) => p.rings);
  const bands = [...new Set(parts.map((p) => p.band))];
  const widest = rings.reduce((a, b) => (area(b) > area(a) ? b : a), rings[0] ?? []);
  return {
    id: said.id,
    kind,
    name,
    party,
    look,
    mine: said.is_mine,
    start: Date.parse(said.start),
    end: Date.parse(said.end),
    parts,
    band: bands.slice(0, 2).join(", ") + (bands.length > 2 ? " …" : ""),
    low: parts.reduce((low, p) => Math.min(low, p.low), Infinity),
    high: parts.reduce((high, p) => Math.max(high, p.high), -Infinity),
    bounds: boundsOf(rings),
    at: widest.length ? centre(widest) : [0, 0],
    size: rings.reduce((sum, r) => sum + area(r), 0),
    said,
  };
}
