// Places on the globe, for drawing. Longitude before latitude, degrees. What counts is computed by the room.

const R = 6_371_008.8;
const RAD = Math.PI / 180;
const STEP_M = 15_000; // edges are shortest paths: longer ones are bent

/** @typedef {[number, number]} Place */

/** @param {Place} a @param {Place} b @returns {number} metres, on the sphere */
export function metresBetween(a, b) {
  const dLat = (b[1] - a[1]) * RAD;
  const dLon = (b[0] - a[0]) * RAD;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.sin(dLon / 2) ** 2;
  return 2 * R * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** @param {Place} from @param {number} bearing degrees true @param {number} m @returns {Place} */
export function destination(from, bearing, m) {
  const d = m / R;
  const lat = from[1] * RAD;
  const b = bearing * RAD;
  const lat2 = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(b));
  const dLon = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(lat2));
  return [from[0] + dLon / RAD, lat2 / RAD];
}

/** @param {Place} a @param {Place} b @returns {number} degrees true, 0 to 360 */
export function bearing(a, b) {
  const dLon = (b[0] - a[0]) * RAD;
  const y = Math.sin(dLon) * Math.cos(b[1] * RAD);
  const x = Math.cos(a[1] * RAD) * Math.sin(b[1] * RAD) - Math.sin(a[1] * RAD) * Math.cos(b[1] * RAD) * Math.cos(dLon);
  return (Math.atan2(y, x) / RAD + 360) % 360;
}

/** A circle by its true radius on the ground. @param {Place} at @param {number} radius @returns {Place[]} */
export function circleRing(at, radius) {
  const ring = Array.from({ length: 73 }, (_, n) => destination(at, -n * 5, radius));
  ring[72] = ring[0];
  return ring;
}

/** The ring closed, anticlockwise, continuous over the antimeridian, long edges bent along shortest paths. @param {Place[]} corners */
export function densified(corners) {
  /** @type {Place[]} */
  const ring = [];
  const closed = unwrapped([...corners, corners[0]]);
  for (let n = 0; n + 1 < closed.length; n++) {
    const [a, b] = [closed[n], closed[n + 1]];
    const steps = Math.max(1, Math.ceil(metresBetween(a, b) / STEP_M));
    for (let k = 0; k < steps; k++) ring.push(between(a, b, k / steps));
  }
  ring.push(ring[0]);
  return area(ring, true) < 0 ? ring.reverse() : ring;
}

/** The shortest path, bent as a ring's edges are. @param {Place} a @param {Place} b @returns {Place[]} */
export function path(a, b) {
  const [from, to] = unwrapped([a, b]);
  const steps = Math.max(1, Math.ceil(metresBetween(from, to) / STEP_M));
  return [...Array.from({ length: steps }, (_, k) => between(from, to, k / steps)), to];
}

/** @param {Place[]} places @returns {Place[]} */
function unwrapped(places) {
  let lon = places[0][0];
  return places.map(([x, y]) => {
    while (x - lon > 180) x -= 360;
    while (x - lon < -180) x += 360;
    lon = x;
    return /** @type {Place} */ ([x, y]);
  });
}

/** @param {Place} a @param {Place} b @param {number} share @returns {Place} */
function between(a, b, share) {
  if (share === 0) return a;
  const at = destination(a, bearing(a, b), metresBetween(a, b) * share);
  return unwrapped([a, at])[1];
}

/** Square metres; signed, positive anticlockwise, where `signed`. @param {Place[]} ring @param {boolean} [signed] */
export function area(ring, signed = false) {
  let sum = 0;
  for (let n = 0; n + 1 < ring.length; n++) {
    const [x1, y1] = ring[n];
    const [x2, y2] = ring[n + 1];
    sum += (x2 - x1) * RAD * (2 + Math.sin(y1 * RAD) + Math.sin(y2 * RAD));
  }
  const found = (-sum * R * R) / 2;
  return signed ? found : Math.abs(found);
}

/** @param {Place[]} ring closed @returns {Place} its centroid, or the middle of its box where it has no area */
export function centre(ring) {
  let [sx, sy, sum] = [0, 0, 0];
  const [ox, oy] = ring[0];
  for (let n = 0; n + 1 < ring.length; n++) {
    const [x1, y1, x2, y2] = [ring[n][0] - ox, ring[n][1] - oy, ring[n + 1][0] - ox, ring[n + 1][1] - oy];
    const cross = x1 * y2 - x2 * y1;
    sum += cross;
    sx += (x1 + x2) * cross;
    sy += (y1 + y2) * cross;
  }
  if (Math.abs(sum) < 1e-12) {
    const [w, s, e, n] = boundsOf([ring]);
    return [(w + e) / 2, (s + n) / 2];
  }
  return [ox + sx / (3 * sum), oy + sy / (3 * sum)];
}

/** @param {Place[][]} rings @returns {[number, number, number, number]} west, south, east, north */
export function boundsOf(rings) {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      w = Math.min(w, x);
      e = Math.max(e, x);
      s = Math.min(s, y);
      n = Math.max(n, y);
    }
  }
  return [w, s, e, n];
}
