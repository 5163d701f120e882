// Positions as people paste them: DDMMSS and DDMM.mm with hemispheres, degrees with signs, decimal degrees in pairs, grid references.
import { placeOf, REFERENCE } from "./mgrs.js";

const MARKED = /(\d[\d.°'’′"”″: ]*?)\s*([NSEW])/g;
const PAIR = /(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)/;

/** @param {string} text one position to a line, or several on one @returns {[number, number][]} longitude, latitude; what is none is left out */
export function parsePositions(text) {
  /** @type {[number, number][]} */
  const found = [];
  for (const line of text.toUpperCase().split(/[\n;]+/)) {
    const squares = [...line.matchAll(REFERENCE)].map(placeOf).filter((at) => at !== null);
    if (squares.length) {
      found.push(...squares);
      continue;
    }
    const marked = [...line.matchAll(MARKED)].map((m) => ({ value: degrees(m[1], m[2]), side: m[2] }));
    for (let n = 0; n + 1 < marked.length; n += 2) {
      const lat = marked.slice(n, n + 2).find((m) => m.side === "N" || m.side === "S");
      const lon = marked.slice(n, n + 2).find((m) => m.side === "E" || m.side === "W");
      if (lat && lon) take(found, lat.value, lon.value);
    }
    if (!/[A-Z]/.test(line)) {
      const pair = PAIR.exec(line.trim());
      if (pair) take(found, Number(pair[1]), Number(pair[2]));
    }
  }
  return found;
}

/** As `parsePositions`; a line that is one of the positions held, as it was written, is that position and not what is left of it in writing. @param {string} text @param {[number, number][]} held @param {(at: [number, number]) => string} write */
export function parseLines(text, held, write) {
  const known = new Map(held.map((at) => [write(at), at]));
  return text.split(/[\n;]+/).flatMap((line) => {
    const same = known.get(line.trim());
    return same ? [same] : parsePositions(line);
  });
}

/** @param {[number, number][]} found @param {number} lat @param {number} lon */
function take(found, lat, lon) {
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) found.push([lon, lat]);
}

/** @param {string} said digits, with or without marks between degrees, minutes and seconds @param {string} side @returns {number} */
function degrees(said, side) {
  const sign = side === "S" || side === "W" ? -1 : 1;
  const parts = said.match(/\d+(?:\.\d+)?/g) ?? [];
  if (parts.length > 1) return sign * parts.reduce((sum, p, n) => sum + Number(p) / 60 ** n, 0);
  const whole = parts[0]?.split(".")[0] ?? "";
  const d = side === "N" || side === "S" ? 2 : 3; // digits of the degrees
  if (whole.length <= d) return sign * Number(parts[0]);
  const rest = (parts[0] ?? "").slice(d);
  if (whole.length <= d + 2) return sign * (Number(whole.slice(0, d)) + Number(rest) / 60);
  return sign * (Number(whole.slice(0, d)) + Number(rest.slice(0, 2)) / 60 + Number(rest.slice(2)) / 3600);
}
