// What a state looks like on the flat map: line and fill say the state, the hue says the party.
import { HUES } from "../text/parties.js";

/** Kinds of lines, as the shader knows them: width and dashes in pixels of the page. @type {{width: number, on: number, off: number}[]} */
export const LINES = [
  { width: 0, on: 1, off: 0 },
  { width: 2, on: 1, off: 0 },
  { width: 3, on: 1, off: 0 },
  { width: 2, on: 8, off: 5 },
  { width: 2, on: 2, off: 4 },
];
const [PLAIN, STRONG, DASHED, DOTTED] = [1, 2, 3, 4];
const LATER = 0.45; // of the line of what begins later

/** What is drawn: fill and line from 0 to 1, before and after its time has come. @type {Record<string, {fill: number, later: number, line: number, opacity?: number}>} */
const LOOKS = {
  zone: { fill: 0.08, later: 0.03, line: PLAIN },
  occupied: { fill: 0.75, later: 0.35, line: DOTTED },
  accepted: { fill: 0.13, later: 0.05, line: DASHED },
  planned: { fill: 0.25, later: 0.05, line: DASHED },
  activated: { fill: 0.32, later: 0.05, line: STRONG },
  nonconforming: { fill: 0.28, later: 0.05, line: STRONG },
  contingent: { fill: 0.22, later: 0.05, line: STRONG },
  ended: { fill: 0, later: 0, line: DASHED, opacity: 0.25 },
};

export const WITHHELD = HUES;
export const ZONE = HUES + 1;
/** The names of colours, in the order of their numbers. */
export const COLOURS = [...Array.from({ length: HUES }, (_, n) => `hue-${n}`), "withheld", "zone"];

/** As four numbers from 0 to 255: colour, fill, kind of line, line. @param {string} look @param {boolean} later @param {number} hue -1: withheld @returns {[number, number, number, number]} */
export function drawnAs(look, later, hue) {
  const said = LOOKS[look];
  const isSolid = said.line === STRONG; // off plan and active never fade
  const opacity = said.opacity ?? (later && !isSolid ? LATER : 1);
  const tint = look === "zone" ? ZONE : look === "occupied" || hue < 0 ? WITHHELD : hue % HUES;
  return [tint, Math.round(255 * (later ? said.later : said.fill)), said.line, Math.round(255 * opacity)];
}
