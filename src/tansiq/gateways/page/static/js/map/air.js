// Areas for which something is stated of the air, as the map draws them: few, and drawn anew only when one changes.
import { circleRing, densified } from "../geo/geodesy.js";
import { height } from "../text/format.js";

/** @typedef {[number, number]} Place */

/** @param {any} p a pressure as the room told it @returns {Place[]} */
export function airRing(p) {
  if (p.circle) return circleRing([p.circle.center.lon, p.circle.center.lat], p.circle.radius_m);
  return densified(p.polygon.map((/** @type {any} */ c) => /** @type {Place} */ ([c.lon, c.lat])));
}

/** @param {Iterable<any>} pressures @returns {any} */
export function airFeatures(pressures) {
  const features = [];
  for (const p of pressures) {
    const ring = airRing(p);
    const top = ring.reduce((a, b) => (b[1] > a[1] ? b : a));
    const say = [`QNH ${p.qnh_hpa}`, p.transition_level && `TL ${height(p.transition_level)}`].filter(Boolean).join(" · ");
    features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } });
    features.push({ type: "Feature", properties: { say }, geometry: { type: "Point", coordinates: top } });
  }
  return { type: "FeatureCollection", features };
}
