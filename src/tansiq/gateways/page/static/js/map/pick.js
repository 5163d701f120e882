// What lies under a place of the flat map.

/** @typedef {import("../room/items.js").Place} Place */
/** @typedef {import("./looks.js").Seen} Seen */

/** @param {Iterable<Seen>} seen @param {Place} at @returns {string[]} ids of what is filled there */
export function idsAt(seen, [lon, lat]) {
  const found = [];
  for (const { item, look, parts } of seen) {
    const [west, south, east, north] = item.bounds;
    if (look === "ended" || lat < south || lat > north) continue;
    const x = lon + 360 * Math.ceil((west - lon) / 360); // the map goes on beyond the antimeridian
    if (x <= east && parts.some((part) => part.rings.some((ring) => isWithin(ring, [x, lat])))) found.push(item.id);
  }
  return found;
}

/** @param {Place[]} ring closed @param {Place} at */
function isWithin(ring, [x, y]) {
  let is = false;
  for (let n = 0; n + 1 < ring.length; n++) {
    const [[ax, ay], [bx, by]] = [ring[n], ring[n + 1]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) is = !is;
  }
  return is;
}
