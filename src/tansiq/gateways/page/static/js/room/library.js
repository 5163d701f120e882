// Named places that the party keeps, and those that others keep for all.
import { signal } from "../../vendor/signals/signals.mjs";
import { get, send, uuid } from "./api.js";
import { language } from "../text/fluent.js";

const PAGE = 500;
const MOST = 2000; // to choose from; more are found by no list

/** @type {import("../../vendor/signals/signals.mjs").Signal<any[]>} */
export const places = signal([]);

export async function askPlaces() {
  /** @type {any[]} */
  const found = [];
  for (let after = ""; found.length < MOST; ) {
    const page = await get(`/library?limit=${PAGE}&after=${encodeURIComponent(after)}`);
    found.push(...page.entries);
    if (!page.next) break;
    after = page.next;
  }
  places.value = found.sort((a, b) => placeName(a).localeCompare(placeName(b)));
}

/** In the reader's language, else in English, else in any. @param {any} place @returns {string} */
export const placeName = (place) => place.names[language.value] ?? place.names.en ?? Object.values(place.names)[0] ?? "";

/** Keep an outline, with its limits, under a name. @param {any} outline as a volume has it @param {any} limits @param {string} name @param {boolean} isForAll */
export async function keepPlace(outline, limits, name, isForAll) {
  const { polygon, circle, corridor } = outline;
  const where = corridor ? { kind: "route", centreline: corridor.centreline, width_m: corridor.width_m } : { kind: "area", ...(polygon ? { polygon } : { circle }) };
  await send("PUT", `/library/${uuid()}`, { ...where, names: { [language.peek()]: name }, released_to: isForAll ? "members" : "party", ...limits });
  await askPlaces();
}

/** @param {any} place one's own */
export async function dropPlace(place) {
  await send("DELETE", `/library/${place.id}?ovn=${encodeURIComponent(place.ovn)}`);
  await askPlaces();
}
