// Web Mercator, as the map counts it: 0 to 1 from west to east and from north to south. The map's own way makes an object for each place.

/** @param {number} lng degrees */
export const mercatorX = (lng) => (180 + lng) / 360;

/** @param {number} lat degrees */
export const mercatorY = (lat) => (180 - (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))) / 360;
