// A file of flights or zones: what it seems to be, and how it is sent. What is in it, the room says.
import { sendFile } from "./api.js";

/** What may be in a file of which format. @type {Record<string, string[]>} */
export const FORMS = { flights: ["geojson", "csv", "f3548"], zones: ["ed318", "ed269", "geojson"] };
export const MOST_BYTES = 4 * 1024 * 1024;
const ZONE_WORDS = ["restriction", "zoneAuthority", "zone_type", "kind"];

/** @typedef {{what: "flights" | "zones", form: string}} Guess */

/** @param {string} name @param {string} text @returns {Guess} what a file is taken for at first; a person may say otherwise */
export function guessed(name, text) {
  if (/\.(csv|txt)$/i.test(name)) return { what: "flights", form: "csv" };
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    return { what: "flights", form: name.toLowerCase().endsWith("json") ? "geojson" : "csv" }; // the room says where it is broken
  }
  const [first] = Array.isArray(said?.features) ? said.features : [];
  if (first && Array.isArray(first.geometry)) return { what: "zones", form: "ed269" };
  const about = first?.properties ?? {};
  if ("restriction" in about || "zoneAuthority" in about) return { what: "zones", form: "ed318" };
  if (first) return { what: ZONE_WORDS.some((word) => word in about) ? "zones" : "flights", form: "geojson" };
  return { what: "flights", form: said?.type ? "geojson" : "f3548" };
}

/**
 * Look at a file, or enter what is good in it. key: the same for both, so that the ids that were shown are those that come.
 * @param {Guess} guess @param {string} text @param {Record<string, string>} defaults @param {string} key @param {boolean} isDry
 */
export function sent({ what, form }, text, defaults, key, isDry) {
  const said = Object.entries(defaults).filter(([, value]) => value);
  const query = new URLSearchParams([["format", form], ["dry_run", String(isDry)], ...said]);
  return sendFile(`/imports/${what}?${query}`, text, form === "csv" ? "text/csv" : "application/json", key);
}
