// Universal Transverse Mercator on WGS84, by Krüger's series to the fourth power of n: exact to a millimetre within a zone.
// Karney, Transverse Mercator with an accuracy of a few nanometers, 2011, equations 7 to 36.

const A = 6_378_137;
const F = 1 / 298.257223563;
const K0 = 0.9996;
const EAST_M = 500_000;
const SOUTH_M = 10_000_000; // added south of the equator
const RAD = Math.PI / 180;

const E = Math.sqrt(F * (2 - F));
const N = F / (2 - F);
const RECTIFYING_M = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const BETA = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];

/** @typedef {{zone: number, isSouth: boolean, east: number, north: number}} Utm metres */

/** The zone, with the wide ones of Norway and Svalbard. @param {number} lat @param {number} lon -180 up to, not with, 180 */
export function zoneOf(lat, lon) {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return lon < 9 ? 31 : lon < 21 ? 33 : lon < 33 ? 35 : 37;
  return Math.floor((lon + 180) / 6) + 1;
}

/** Degrees of a zone's middle. @param {number} zone */
const middle = (zone) => zone * 6 - 183;

/** @param {number} lat @param {number} lon degrees @param {number} [zone] @returns {Utm} */
export function toUtm(lat, lon, zone = zoneOf(lat, lon)) {
  const phi = lat * RAD;
  const lambda = (lon - middle(zone)) * RAD;
  const tau = Math.tan(phi);
  const sigma = Math.sinh(E * Math.atanh((E * tau) / Math.hypot(1, tau)));
  const conformal = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
  const xi = Math.atan2(conformal, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, Math.cos(lambda)));
  let [x, y] = [eta, xi];
  ALPHA.forEach((a, n) => {
    x += a * Math.cos(2 * (n + 1) * xi) * Math.sinh(2 * (n + 1) * eta);
    y += a * Math.sin(2 * (n + 1) * xi) * Math.cosh(2 * (n + 1) * eta);
  });
  const isSouth = lat < 0;
  return { zone, isSouth, east: EAST_M + K0 * RECTIFYING_M * x, north: (isSouth ? SOUTH_M : 0) + K0 * RECTIFYING_M * y };
}

/** @param {Utm} at @returns {[number, number]} longitude, latitude */
export function fromUtm({ zone, isSouth, east, north }) {
  const eta = (east - EAST_M) / (K0 * RECTIFYING_M);
  const xi = (north - (isSouth ? SOUTH_M : 0)) / (K0 * RECTIFYING_M);
  let [x, y] = [eta, xi];
  BETA.forEach((b, n) => {
    x -= b * Math.cos(2 * (n + 1) * xi) * Math.sinh(2 * (n + 1) * eta);
    y -= b * Math.sin(2 * (n + 1) * xi) * Math.cosh(2 * (n + 1) * eta);
  });
  const conformal = Math.sin(y) / Math.hypot(Math.sinh(x), Math.cos(y));
  let tau = conformal;
  for (let n = 0; n < 5; n++) {
    const sigma = Math.sinh(E * Math.atanh((E * tau) / Math.hypot(1, tau)));
    const found = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
    tau += ((conformal - found) / Math.hypot(1, found)) * ((1 + (1 - E * E) * tau * tau) / ((1 - E * E) * Math.hypot(1, tau)));
  }
  return [middle(zone) + Math.atan2(Math.sinh(x), Math.cos(y)) / RAD, Math.atan(tau) / RAD];
}
