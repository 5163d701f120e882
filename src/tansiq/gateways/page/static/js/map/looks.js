// Whether an item is to be seen at a moment, as what, and which of its parts.

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/items.js").Part} Part */
/** @typedef {{item: Item, look: string, later: boolean, parts: Part[]}} Seen */

const SOON_MS = 60_000;

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

/** @param {Item[]} items @param {number} shown @param {boolean} isPreview @returns {Seen[]} */
export function seenOf(items, shown, isPreview) {
  const found = [];
  for (const item of items) {
    const at = lookAt(item, shown, isPreview);
    if (at) found.push({ item, ...at, parts: isPreview && !at.later ? partsAt(item.parts, shown) : item.parts });
  }
  return found;
}

/** Those of the moment, or all where there are none. @param {Part[]} parts @param {number} shown */
function partsAt(parts, shown) {
  const now = parts.filter((p) => p.isOff || (p.start <= shown && shown <= p.end));
  return now.length ? now : parts;
}
