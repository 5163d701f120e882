// Which items lie near some few, kept up to date: of what is the same as before nothing is compared again.

/** @typedef {import("./items.js").Item} Item */

/** @param {(one: Item, other: Item) => boolean} isNear */
export function nearTo(isNear) {
  /** @type {Set<Item>} */
  let all = new Set();
  /** @type {Map<Item, Set<Item>>} */
  let near = new Map();
  return {
    /** Take the few and all as they are now; an item that changed is another object. @param {Iterable<Item>} few @param {Iterable<Item>} items @returns {Map<Item, Set<Item>>} of each of the few, the others near it */
    take(few, items) {
      const next = new Set(items);
      const gone = [...all].filter((item) => !next.has(item));
      const come = [...next].filter((item) => !all.has(item));
      /** @type {Map<Item, Set<Item>>} */
      const found = new Map();
      for (const one of few) {
        const held = near.get(one);
        const mine = held ?? new Set();
        for (const item of gone) mine.delete(item);
        for (const item of held ? come : next) if (item.id !== one.id && isNear(one, item)) mine.add(item);
        found.set(one, mine);
      }
      [all, near] = [next, found];
      return found;
    },
  };
}
