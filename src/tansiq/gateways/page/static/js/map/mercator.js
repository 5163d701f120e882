// Web Mercator, as the map counts it: 0 to 1 from west to east and from north to south. The map's own way makes an object for each place.

/** @param {number} lng degrees */
export const mercatorX = (lng) => (180 + lng) / 360;

/** @param {number} lat degrees */
export const mercatorY = (lat) => (180 - (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))) / 360;

/**
 * A matrix of the map for places from an origin near them, as a card's numbers are exact to 2 m from the edge of the world.
 * @param {ArrayLike<number>} m @param {number} x of the origin @param {number} y @param {number} [perUnit] of height: in metres, as the map scales its extrusions
 */
export function matrixFrom(m, x, y, perUnit = 1) {
  const out = new Float32Array(m);
  for (let row = 0; row < 4; row++) {
    out[8 + row] = m[8 + row] * perUnit;
    out[12 + row] = m[row] * x + m[4 + row] * y + m[12 + row];
  }
  return out;
}
