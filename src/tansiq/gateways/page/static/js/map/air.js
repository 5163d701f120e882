// Areas for which something is stated of the air, and those that notices ask about: few, and drawn anew only when one changes.
import { circleRing, densified } from "../geo/geodesy.js";
import { height } from "../text/format.js";

/** @typedef {[number, number]} Place */

/** @param {any} p a pressure or notice as the room told it @returns {Place[]} */
export function airRing(p) {
  if (p.circle) return circleRing([p.circle.center.lon, p.circle.center.lat], p.circle.radius_m);
  return densified(p.polygon.map((/** @type {any} */ c) => /** @type {Place} */ ([c.lon, c.lat])));
}

/** Areas that notices ask about, until nobody waits for an answer any more. @param {Iterable<any>} notices @returns {any[]} */
const asked = (notices) => [...notices].filter((n) => (n.polygon || n.circle) && n.state === "open" && !n.is_closed);

/** @param {Iterable<any>} pressures @param {Iterable<any>} notices @returns {any} */
export function areaFeatures(pressures, notices) {
  const features = [];
  for (const p of pressures) {
    const ring = airRing(p);
    const top = ring.reduce((a, b) => (b[1] > a[1] ? b : a));
    const say = [`QNH ${p.qnh_hpa}`, p.transition_level && `TL ${height(p.transition_level)}`].filter(Boolean).join(" · ");
    features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } });
    features.push({ type: "Feature", properties: { say }, geometry: { type: "Point", coordinates: top } });
  }
  for (const n of asked(notices)) {
    const ring = airRing(n);
    features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: ring } });
    features.push({ type: "Feature", properties: { say: `? ${n.from}` }, geometry: { type: "Point", coordinates: ring.reduce((a, b) => (b[1] > a[1] ? b : a)) } });
  }
  return { type: "FeatureCollection", features };
}
