// Names of cities, in the reader's language: places of the world's time zones, called as CLDR calls them. Borders are not drawn.
import { signal } from "../../vendor/signals/signals.mjs";
import { language } from "../text/fluent.js";

const ORDER = ["en", "ar", "fa", "fr", "ru"]; // of the names in the file
/** Vowel marks of Arabic, which crowd a map's label. */
const MARKS = /[\u064b-\u065f\u0670]/g;

/** Longitude, latitude, names. @type {import("../../vendor/signals/signals.mjs").Signal<[number, number, string[]][]>} */
export const cities = signal([]);

export async function askCities() {
  const reply = await fetch(new URL("../../map/cities.json", import.meta.url));
  if (reply.ok) cities.value = await reply.json();
}

/** @param {string[]} names */
export const cityName = (names) => names[ORDER.indexOf(language.value)];

/** As a source of the map holds them. */
export function cityFeatures() {
  const features = cities.value.map(([lon, lat, names]) => ({ type: "Feature", properties: { name: cityName(names).replace(MARKS, "") }, geometry: { type: "Point", coordinates: [lon, lat] } }));
  return { type: "FeatureCollection", features };
}
