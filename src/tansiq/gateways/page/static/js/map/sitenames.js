// From which zoom the map names a place. In a tile it can set 65,535 letters; of more it warns, and sets them wrongly.
import { mercatorX, mercatorY } from "./mercator.js";

const NAMED = 400; // in a tile: of 160 letters each, at most
const DEEPEST = 17;

/** A place in the tiles of the deepest zoom. @typedef {{id: string, x: number, y: number}} Spot */

/**
 * What is notified or disputed is named first.
 * @param {any[]} sites @param {number} [most] in a tile @returns {Map<string, number>} by id; nothing where all are named everywhere
 */
export function namedFrom(sites, most = NAMED) {
  /** @type {Map<string, number>} */
  const found = new Map();
  if (sites.length <= most) return found;
  const first = (/** @type {any} */ s) => Number(s.is_notified || s.disputed.length > 0);
  name([...sites].sort((a, b) => first(b) - first(a)).map(spot), 0);
  return found;

  /** Name the first of those in a tile, and go on in its quarters where it holds more. @param {Spot[]} crowd @param {number} zoom */
  function name(crowd, zoom) {
    for (const one of zoom > DEEPEST ? crowd : crowd.slice(0, most)) if (!found.has(one.id)) found.set(one.id, zoom);
    if (crowd.length <= most || zoom > DEEPEST) return;
    /** @type {Spot[][]} */
    const quarters = [[], [], [], []];
    const shift = DEEPEST - zoom - 1;
    for (const one of crowd) quarters[shift < 0 ? 0 : 2 * ((one.x >> shift) & 1) + ((one.y >> shift) & 1)].push(one);
    for (const quarter of quarters) name(quarter, zoom + 1);
  }
}

/** @param {any} site @returns {Spot} */
function spot({ id, position, areas }) {
  const { lat, lon } = position ?? { lat: areas[0].south, lon: areas[0].west };
  return { id, x: Math.floor(mercatorX(lon) * 2 ** DEEPEST), y: Math.floor(mercatorY(lat) * 2 ** DEEPEST) };
}
