// From items to what the map draws, for one moment. Only what is to be seen then is handed over.
import { nameOf, hueOf, HUES } from "../text/parties.js";
import { t } from "../text/fluent.js";
import { EXAGGERATION } from "./style.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/conflicts.js").Conflict} Conflict */

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
  const isOpen = item.look === "nonconforming" || item.look === "contingent" || item.said.is_overrunning;
  if (!isOpen && shown > item.end + SOON_MS) return null;
  if (item.look === "occupied" || isOpen) return { look: item.look, later: !isOpen && shown < item.start };
  if (isPreview) return { look: "planned", later: shown < item.start };
  return { look: item.look, later: false };
}

/**
 * @param {Iterable<Item>} items
 * @param {Conflict[]} conflicts
 * @param {{shown: number, isPreview: boolean, chosen: string}} how
 */
export function featuresOf(items, conflicts, how) {
  const [volumes, edges, labels] = [/** @type {any[]} */ ([]), /** @type {any[]} */ ([]), /** @type {any[]} */ ([])];
  for (const item of items) {
    const at = lookAt(item, how.shown, how.isPreview);
    if (!at) continue;
    const hue = item.look === "occupied" || item.kind === "zone" ? -1 : hueOf(item.party) % HUES;
    const properties = { id: item.id, ...at, hue, chosen: item.id === how.chosen };
    const parts = how.isPreview && !at.later ? item.parts.filter((p) => p.isOff || (p.start <= how.shown && how.shown <= p.end)) : item.parts;
    for (const part of parts.length ? parts : item.parts) {
      const size = { ...properties, base: part.low * EXAGGERATION, top: part.high * EXAGGERATION };
      volumes.push(feature("MultiPolygon", part.rings.map((r) => [r]), size));
      edges.push(feature("MultiLineString", part.rings, properties));
    }
    labels.push(feature("Point", item.at, label(item, at, how.isPreview)));
  }
  const seen = conflicts.filter((c) => (how.isPreview ? c.start <= how.shown && how.shown <= c.end : how.shown <= c.end));
  return {
    volumes: collection(volumes),
    edges: collection(edges),
    labels: collection(labels),
    conflicts: collection(seen.flatMap(conflictFeatures)),
    pins: collection(seen.map((c) => feature("Point", c.at, { no: c.no }))),
  };
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

/** @param {string} type @param {any} coordinates @param {object} properties */
const feature = (type, coordinates, properties) => ({ type: "Feature", properties, geometry: { type, coordinates } });
/** @param {any[]} features */
const collection = (features) => ({ type: "FeatureCollection", features });

/** For the table and for screen readers. @param {Item} item @returns {string} */
export function spoken(item) {
  return item.look === "occupied" ? t("occupied-withheld") : item.kind === "zone" ? item.name : `${item.name}, ${nameOf(item.party)}`;
}
