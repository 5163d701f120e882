// The Military Grid Reference System from 80° south to 84° north; nearer to the poles positions are written in degrees.
import { fromUtm, toUtm } from "../geo/utm.js";

const BANDS = "CDEFGHJKLMNPQRSTUVWX"; // of 8° of latitude each, from 80° south; the last one of 12°
const COLUMNS = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"]; // by the zone's number, modulo 3
const ROWS = "ABCDEFGHJKLMNPQRSTUV"; // from A in odd zones, from F in even ones; again each 2,000 km
const SQUARE_M = 100_000;
const ROUND_M = 2_000_000;

/** In a text of capitals: zone, band, square, and digits in one or two groups. */
export const REFERENCE = /(?<![A-Z0-9])(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{1,5}\s\d{1,5}|\d{2,10})(?![A-Z0-9])/g;

/** "38P MV 12345 67890", to a metre; "" near the poles. @param {number} lat @param {number} lon */
export function gridReference(lat, lon) {
  if (lat < -80 || lat >= 84) return "";
  const at = toUtm(lat, lon >= 180 ? lon - 360 : lon);
  const column = COLUMNS[at.zone % 3][Math.floor(at.east / SQUARE_M) - 1];
  const row = ROWS[(Math.floor(at.north / SQUARE_M) + first(at.zone)) % ROWS.length];
  const digits = (/** @type {number} */ m) => String(Math.floor(m % SQUARE_M)).padStart(5, "0");
  return `${String(at.zone).padStart(2, "0")}${BANDS[bandOf(lat)]} ${column}${row} ${digits(at.east)} ${digits(at.north)}`;
}

/** The middle of the square that a reference names; null where there is no such one. @param {RegExpMatchArray} found by REFERENCE @returns {[number, number] | null} longitude, latitude */
export function placeOf([, zoneText, band, column, row, said]) {
  const zone = Number(zoneText);
  const [a, b] = said.includes(" ") ? said.split(" ") : [said.slice(0, said.length / 2), said.slice(said.length / 2)];
  const x = COLUMNS[zone % 3].indexOf(column) + 1;
  if (a.length !== b.length || zone < 1 || zone > 60 || !x) return null;
  const size = 10 ** (5 - a.length);
  const east = x * SQUARE_M + (Number(a) + 0.5) * size;
  const low = BANDS.indexOf(band) * 8 - 80;
  const isSouth = low < 0;
  const lowest = Math.floor(toUtm(low, 3, 31).north / SQUARE_M) * SQUARE_M;
  let north = ((ROWS.indexOf(row) - first(zone) + ROWS.length) % ROWS.length) * SQUARE_M + (Number(b) + 0.5) * size;
  while (north < lowest) north += ROUND_M;
  const at = fromUtm({ zone, isSouth, east, north });
  return Math.abs(at[1] - (low + 4)) < 10 ? at : null; // beyond, the square is none of this band
}

/** @param {number} zone */
const first = (zone) => (zone % 2 ? 0 : 5);

/** @param {number} lat */
const bandOf = (lat) => Math.min(19, Math.floor((lat + 80) / 8));
