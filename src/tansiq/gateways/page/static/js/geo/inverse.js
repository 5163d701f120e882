// How far, and in which direction: the shortest path on the ellipsoid WGS84. Vincenty, Survey Review 176, 1975.
import { bearing, metresBetween } from "./geodesy.js";

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;

/** @typedef {[number, number]} Place longitude, latitude */

/** @param {Place} from @param {Place} to @returns {{m: number, bearing: number}} metres, and degrees true at the beginning; on the sphere where nearly opposite */
export function inverse(from, to) {
  const l = (((to[0] - from[0] + 540) % 360) - 180) * RAD;
  const [u1, u2] = [from[1], to[1]].map((lat) => Math.atan((1 - F) * Math.tan(lat * RAD)));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = l;
  for (let n = 0; n < 100; n++) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sin = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (!sin) return { m: 0, bearing: 0 };
    const cos = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sin, cos);
    const sa = (c1 * c2 * sl) / sin;
    const ca2 = 1 - sa * sa;
    const cm = ca2 ? cos - (2 * s1 * s2) / ca2 : 0; // along the equator
    const c = (F / 16) * ca2 * (4 + F * (4 - 3 * ca2));
    const next = l + (1 - c) * F * sa * (sigma + c * sin * (cm + c * cos * (2 * cm * cm - 1)));
    if (Math.abs(next - lambda) > 1e-12) {
      lambda = next;
      continue;
    }
    const u = (ca2 * (A * A - B * B)) / (B * B);
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const d = b * sin * (cm + (b / 4) * (cos * (2 * cm * cm - 1) - (b / 6) * cm * (4 * sin * sin - 3) * (4 * cm * cm - 3)));
    return { m: B * a * (sigma - d), bearing: (Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl) / RAD + 360) % 360 };
  }
  return { m: metresBetween(from, to), bearing: bearing(from, to) };
}
