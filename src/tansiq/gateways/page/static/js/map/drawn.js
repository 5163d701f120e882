// What the map's sources hold, brought to what they should hold: only what has changed is handed over, as the map takes
// a tenth of a second for ten thousand features, and most changes are of one.

const MOST = 2000; // changed features; beyond, all are handed over at once

/** @param {any} map */
export function drawnOn(map) {
  /** Source -> item -> its features. @type {Map<string, Map<string, any[]>>} */
  const held = new Map();
  return {
    /** The sources are empty again. */
    forget: () => held.clear(),
    /** @param {string} name of the source @param {Map<string, any[]>} next by item; features that stay are the same object @returns {boolean} whether all stay */
    hand(name, next) {
      const source = map.getSource(name);
      if (!source) return true;
      const before = held.get(name) ?? new Map();
      const [remove, add] = [/** @type {number[]} */ ([]), /** @type {any[]} */ ([])];
      for (const [id, features] of before) if (next.get(id) !== features) for (const f of features) remove.push(f.id);
      for (const [id, features] of next) if (before.get(id) !== features) add.push(...features);
      held.set(name, next);
      if (!remove.length && !add.length) return true;
      if (!before.size || remove.length + add.length > MOST) source.setData({ type: "FeatureCollection", features: [...next.values()].flat() });
      else source.updateData({ remove, add });
      return false;
    },
  };
}
