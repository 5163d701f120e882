// Parties by name and hue. A hue never stands alone: the code is always printed.
import { parties } from "../room/store.js";
import { language } from "./fluent.js";

export const HUES = 6; // further parties take them again, with a second mark

/** @param {string} code @returns {string} in the reader's language, else in English, else in any, else the code */
export function nameOf(code) {
  const names = parties.value.get(code)?.names ?? {};
  return names[language.value] ?? names.en ?? Object.values(names)[0] ?? code;
}

/** @param {string} code @returns {number} -1 where the party is not told */
export function hueOf(code) {
  return parties.value.get(code)?.hue ?? -1;
}
