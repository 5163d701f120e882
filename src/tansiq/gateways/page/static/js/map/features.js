// From items to what the map draws, for one moment. Only what is to be seen then is handed over.
import { nameOf, hueOf, HUES } from "../text/parties.js";
import { language, t } from "../text/fluent.js";
import { EXAGGERATION } from "./style.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/conflict.js").Conflict} Conflict */

const SOON_MS = 60_000;
/** Vowel marks of Arabic, which crowd a map's label. */
const MARKS = /[\u064b-\u065f\u0670]/g;

/**
 * @param {Item} item
 * @param {number} shown the moment
 * @param {boolean} isPreview then plans are drawn as planned; what is off its plan, or past its end, stays
 * @returns {{look: string, later: boolean} | null} null: not to be seen then
 */
export function lookAt(item, shown, isPreview) {
  if (item.kind === "zone") {
    const { life, next } = item.said;
    if (life === "released" || shown > item.end) return null;
    const hours = /** @type {string[][]} */ (next);
    const isNow = shown >= item.start && (!hours.length || hours.some(([a, b]) => Date.parse(a) <= shown && shown <= Date.parse(b)));
    return { look: "zone", later: !(isNow && (isPreview || item.said.is_in_force)) };
  }
  if (item.look === "ended") return { look: "ended", later: true };
  const isOpen = item.look === "nonconforming" || item.look === "contingent" || item.said.is_overrunning;
  if (!isOpen && shown > item.end + SOON_MS) return null;
  if (item.look === "occupied" || isOpen) return { look: item.look, later: !isOpen && shown < item.start };
  if (isPreview) return { look: "planned", later: shown < item.start };
  return { look: item.look, later: false };
}

/** @typedef {{shown: number, isPreview: boolean, chosen: string, bounds: [number, number, number, number]}} How bounds: of the map, west, south, east, north */
/** @typedef {{volumes: any[], edges: any[], labels: any[], order: number}} Made */

const LABELS = 800; // beyond, those in sight that matter most; as many letters again would not fit into a tile

/**
 * By source and item. What need not be drawn anew is the same object as before.
 * @param {Iterable<Item>} items
 * @param {Conflict[]} conflicts
 * @param {How} how
 * @returns {Record<string, Map<string, any[]>>}
 */
export function featuresOf(items, conflicts, how) {
  const [volumes, edges] = [new Map(), new Map()];
  /** @type {[Item, Made][]} */
  const named = [];
  for (const item of items) {
    const at = lookAt(item, how.shown, how.isPreview);
    if (!at) continue;
    const made = madeOf(item, at, how);
    volumes.set(item.id, made.volumes);
    edges.set(item.id, made.edges);
    named.push([item, made]);
  }
  const seen = conflicts.filter((c) => (how.isPreview ? c.start <= how.shown && how.shown <= c.end : how.shown <= c.end));
  return {
    volumes,
    edges,
    labels: new Map(readable(named, how.bounds).map(([item, made]) => [item.id, made.labels])),
    conflicts: new Map(seen.map((c) => [c.no, once(shapes, c, () => conflictFeatures(c))])),
    pins: new Map(seen.map((c) => [c.no, once(pins, c, () => [feature("Point", c.at, { no: c.no })])])),
  };
}

/** @type {WeakMap<Conflict, any[]>} */
const shapes = new WeakMap();
/** @type {WeakMap<Conflict, any[]>} */
const pins = new WeakMap();

/** @param {WeakMap<Conflict, any[]>} held @param {Conflict} c @param {() => any[]} make */
function once(held, c, make) {
  const made = held.get(c) ?? make();
  held.set(c, made);
  return made;
}

/** What was made of an item last, and of which look. @type {WeakMap<Item, {key: string, made: Made}>} */
const known = new WeakMap();

/** @param {Item} item @param {{look: string, later: boolean}} at @param {How} how @returns {Made} */
function madeOf(item, at, how) {
  const isChosen = item.id === how.chosen;
  const now = how.isPreview && !at.later ? item.parts.filter((p) => p.isOff || (p.start <= how.shown && how.shown <= p.end)) : item.parts;
  const parts = now.length ? now : item.parts;
  const key = `${at.look} ${at.later} ${isChosen} ${how.isPreview} ${language.value} ${parts === item.parts ? "" : parts.map((p) => item.parts.indexOf(p))}`;
  const before = known.get(item);
  if (before?.key === key) return before.made;
  const hue = item.look === "occupied" || item.kind === "zone" ? -1 : hueOf(item.party) % HUES;
  const properties = { id: item.id, ...at, hue, chosen: isChosen };
  const named = label(item, at, how.isPreview);
  const made = {
    volumes: parts.map((p) => feature("MultiPolygon", p.rings.map((r) => [r]), { ...properties, base: p.low * EXAGGERATION, top: p.high * EXAGGERATION })),
    edges: parts.map((p) => feature("MultiLineString", p.rings, properties)),
    labels: [feature("Point", item.at, named)],
    order: named.order,
  };
  known.set(item, { key, made });
  return made;
}

/** @param {[Item, Made][]} named @param {How["bounds"]} bounds @returns {[Item, Made][]} */
function readable(named, [west, south, east, north]) {
  if (named.length <= LABELS) return named;
  const isSeen = (/** @type {Item} */ { at: [lon, lat] }) => south <= lat && lat <= north && (west <= lon && lon <= east || west <= lon + 360 && lon + 360 <= east);
  return named.filter(([item]) => isSeen(item)).sort((a, b) => a[1].order - b[1].order || a[0].start - b[0].start).slice(0, LABELS);
}

/** @param {Item} item @param {{look: string, later: boolean}} at @param {boolean} isPreview */
function label(item, at, isPreview) {
  const isZone = item.kind === "zone";
  const withheld = item.look === "occupied";
  const open = isPreview && (item.look === "nonconforming" || item.look === "contingent" || item.said.is_overrunning);
  const name = withheld ? t("occupied-withheld") : isZone ? `${t(`zone-${item.said.kind}`)} ${item.name}` : item.name;
  return {
    id: item.id,
    name: (open ? `${name} · ${t("end-unknown")}` : name).replace(MARKS, ""),
    band: item.band,
    tag: isZone || withheld ? "" : `${hueOf(item.party)}:${at.look}`,
    bold: item.mine,
    always: item.mine || item.look === "nonconforming" || item.look === "contingent",
    later: at.later,
    order: orderOf(item, at.later),
  };
}

/** Which labels have room first. @param {Item} item @param {boolean} later */
function orderOf(item, later) {
  if (item.look === "contingent") return 0;
  if (item.look === "nonconforming") return 1;
  if (item.mine) return 2;
  return later ? 5 : item.kind === "zone" ? 3 : 4;
}

/** @param {Conflict} c */
function conflictFeatures(c) {
  return c.shapes.map((s) =>
    feature("MultiPolygon", s.polygons, { no: c.no, mine: c.isMine, base: s.low * EXAGGERATION, top: s.high * EXAGGERATION }),
  );
}

let made = 0; // each feature has a number of its own, by which the map forgets it again
/** @param {string} type @param {any} coordinates @param {object} properties */
const feature = (type, coordinates, properties) => ({ type: "Feature", id: ++made, properties, geometry: { type, coordinates } });

/** For the table and for screen readers. @param {Item} item @returns {string} */
export function spoken(item) {
  return item.look === "occupied" ? t("occupied-withheld") : item.kind === "zone" ? item.name : `${item.name}, ${nameOf(item.party)}`;
}
