// Day and night. The colours themselves are in css/palette.css.
import { signal } from "../../vendor/signals/signals.mjs";
import { keep, kept } from "./prefs.js";

const root = document.documentElement;
const atFirst = kept("theme") || (matchMedia("(prefers-color-scheme: light)").matches ? "day" : "night");
export const theme = signal(atFirst === "day" ? "day" : "night");
root.dataset.theme = theme.value;

export function toggleTheme() {
  const next = theme.value === "day" ? "night" : "day";
  root.dataset.theme = next; // first: what follows the signal reads its colours from the palette at once
  theme.value = next;
  keep("theme", next);
}

/** Return a colour of the palette as it is now. @param {string} name without its two hyphens @returns {string} */
export function colour(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}

/** Its red, green and blue, 0 to 255. The palette has them as "#rrggbb". @param {string} name @returns {number[]} */
export const rgbOf = (name) => [1, 3, 5].map((n) => parseInt(colour(name).slice(n, n + 2), 16) || 0);
