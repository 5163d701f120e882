// Which items meet in box, time and height, kept up to date: when one changes, its own pairs alone are looked for again.

/** @typedef {import("./items.js").Item} Item */

const CELL_DEG = 0.5;
const CELLS = 400; // an item over more cells than these is compared with all

/** @param {(a: Item, b: Item) => boolean} meet a cheap look at two items */
export function pairsWhere(meet) {
  /** @type {Map<string, Item>} */
  const known = new Map();
  /** @type {Map<string, Set<Item>>} */
  const cells = new Map();
  /** @type {Set<Item>} */
  const wide = new Set();
  /** Of each item, those that it meets. @type {Map<Item, Set<Item>>} */
  const met = new Map();

  /** @param {Item} item @returns {string[] | null} */
  function cellsOf(item) {
    const [west, south, east, north] = item.bounds.map((d) => Math.floor(d / CELL_DEG));
    if ((east - west + 1) * (north - south + 1) > CELLS) return null;
    const found = [];
    for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) found.push(`${x},${y}`);
    return found;
  }

  /** @param {Item} item */
  function drop(item) {
    known.delete(item.id);
    wide.delete(item);
    for (const cell of cellsOf(item) ?? []) cells.get(cell)?.delete(item);
    for (const other of met.get(item) ?? []) met.get(other)?.delete(item);
    met.delete(item);
  }

  /** @param {Item} item */
  function add(item) {
    const own = cellsOf(item);
    const near = own ? [wide, ...own.map((cell) => cells.get(cell) ?? [])] : [known.values()];
    /** @type {Set<Item>} */
    const found = new Set();
    for (const some of near) for (const other of some) if (!found.has(other) && meet(item, other)) found.add(other);
    for (const other of found) met.get(other)?.add(item);
    met.set(item, found);
    known.set(item.id, item);
    if (!own) wide.add(item);
    for (const cell of own ?? []) {
      const held = cells.get(cell);
      if (held) held.add(item);
      else cells.set(cell, new Set([item]));
    }
  }

  return {
    /** Take the items as they are now; an item that changed is another object. @param {Iterable<Item>} items */
    take(items) {
      const left = new Set(known.keys());
      for (const item of items) {
        left.delete(item.id);
        const before = known.get(item.id);
        if (before === item) continue;
        if (before) drop(before);
        add(item);
      }
      for (const id of left) drop(/** @type {Item} */ (known.get(id)));
    },
    /** @returns {[Item, Item][]} each pair once */
    all() {
      /** @type {[Item, Item][]} */
      const found = [];
      for (const [a, others] of met) for (const b of others) if (a.id < b.id) found.push([a, b]);
      return found;
    },
  };
}
