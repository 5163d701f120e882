// From items to what the map draws, for one moment. Only what is to be seen then is handed over.
import { nameOf, hueOf, HUES } from "../text/parties.js";
import { language, t } from "../text/fluent.js";
import { mercatorX, mercatorY } from "./mercator.js";
import { EXAGGERATION } from "./style.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/conflict.js").Conflict} Conflict */

/** Vowel marks of Arabic, which crowd a map's label. */
const MARKS = /[\u064b-\u065f\u0670]/g;

/** @typedef {import("./looks.js").Seen} Seen */
/** @typedef {{shown: number, isPreview: boolean, chosen: string}} How */

const FEW = 200; // labels; of more only those that may have room are handed over
const [ROOM_X, ROOM_Y, IN_ROOM] = [96, 40, 2]; // pixels that a label takes, about, and how many compete for them

/** What the map's own layers draw of conflicts, by source and number. What need not be drawn anew is the same object as before. @param {Conflict[]} conflicts @param {How} how */
export function conflictsAt(conflicts, how) {
  const seen = conflicts.filter((c) => (how.isPreview ? c.start <= how.shown && how.shown <= c.end : how.shown <= c.end));
  return {
    conflicts: new Map(seen.map((c) => [c.no, once(shapes, c, () => conflictFeatures(c))])),
    pins: new Map(seen.map((c) => [c.no, once(pins, c, () => [feature("Point", c.at, { no: c.no })])])),
  };
}

/** What is in sight of the map. @typedef {{bounds: [number, number, number, number], zoom: number}} Sight bounds: west, south, east, north */

/** Labels by item: all, or those that may have room. @param {Seen[]} seen @param {How} how @param {Sight} sight @returns {Map<string, any[]>} */
export function labelsOf(seen, how, sight) {
  return new Map(readable(seen, sight).map((one) => [one.item.id, kept(labelled, one, how, () => [feature("Point", one.item.at, label(one.item, one, how.isPreview))])]));
}

/** The bodies that are drawn in three dimensions, by item. @param {Seen[]} seen @param {How} how @returns {Map<string, any[]>} */
export function bodiesOf(seen, how) {
  return new Map(seen.map((one) => [one.item.id, kept(bodies, one, how, () => bodyFeatures(one, how))]));
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

/** What was made of an item last, and of which look. @typedef {WeakMap<Item, {key: string, made: any[]}>} Kept */
/** @type {Kept} */
const labelled = new WeakMap();
/** @type {Kept} */
const bodies = new WeakMap();

/** @param {Kept} held @param {Seen} one @param {How} how @param {() => any[]} make */
function kept(held, { item, look, later, parts }, how, make) {
  const key = `${look} ${later} ${item.id === how.chosen} ${how.isPreview} ${language.value} ${parts === item.parts ? "" : parts.map((p) => item.parts.indexOf(p))}`;
  const before = held.get(item);
  if (before?.key === key) return before.made;
  const made = make();
  held.set(item, { key, made });
  return made;
}

/** @param {Seen} one @param {How} how */
function bodyFeatures({ item, look, later, parts }, how) {
  const hue = item.look === "occupied" || item.kind === "zone" ? -1 : hueOf(item.party) % HUES;
  const properties = { id: item.id, look, later, hue, chosen: item.id === how.chosen };
  return parts.map((p) => feature("MultiPolygon", p.rings.map((r) => [r]), { ...properties, base: p.low * EXAGGERATION, top: p.high * EXAGGERATION }));
}

/**
 * Placing a label costs the map the same whether it finds room or not; so of each place on the screen those alone compete that matter most.
 * @param {Seen[]} seen @param {Sight} sight @returns {Seen[]}
 */
function readable(seen, { bounds: [west, south, east, north], zoom }) {
  if (seen.length <= FEW) return seen;
  const px = 512 * 2 ** zoom;
  /** @type {Seen[]} */
  const always = [];
  /** Of each place, the best first. @type {Map<number, Seen[]>} */
  const rooms = new Map();
  for (const one of seen) {
    const [lon, lat] = one.item.at;
    if (!(south <= lat && lat <= north && ((west <= lon && lon <= east) || (west <= lon + 360 && lon + 360 <= east)))) continue;
    if (isAlways(one.item)) {
      always.push(one);
      continue;
    }
    const room = Math.floor((mercatorX(lon) * px) / ROOM_X) * 1e7 + Math.floor((mercatorY(lat) * px) / ROOM_Y);
    const held = rooms.get(room);
    if (!held) rooms.set(room, [one]);
    else if (held.length < IN_ROOM || isBefore(one, held[IN_ROOM - 1])) {
      held.splice(held.findLastIndex((other) => !isBefore(one, other)) + 1, 0, one);
      held.length = Math.min(held.length, IN_ROOM);
    }
  }
  return [...always, ...rooms.values()].flat();
}

/** @param {Seen} one @param {Seen} other */
function isBefore(one, other) {
  const [a, b] = [orderOf(one.item, one.later), orderOf(other.item, other.later)];
  return a < b || (a === b && one.item.start < other.item.start);
}

/** Whether its label stands whatever else does. A zone's gives way: one's own flights lie in it. @param {Item} item */
const isAlways = (item) => (item.mine && item.kind !== "zone") || item.look === "nonconforming" || item.look === "contingent";

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
    always: isAlways(item),
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
