// Places on the ground as this party sees them: the sum of what it was released. What is said of them, the room says in full when asked.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { get, send } from "./api.js";

const PAGE = 500;
const MOST = 10_000; // places that the page holds at once
const RECHECKS = 200; // listed at once
const WAIT_MS = 1_500; // changes within it are one

export const KINDS = [
  "hospital", "clinic", "school", "shelter", "camp", "culture", "water", "power", "dangerous_works", "relief_store", "relief_office",
  "detention", "cemetery", "aerodrome", "landing_site", "obstacle", "hazard", "closed_road", "other_civil",
]; // prettier-ignore
export const SITE_LEVELS = ["ask", "area", "place", "reports"];

/** As the room tells them, by id. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, any>>} */
export const sites = signal(new Map());
/** The sentence of law that goes with every view of them, in the reader's language. */
export const law = signal("");
/** What waits for a second person, and exports that were confirmed. @type {import("../../vendor/signals/signals.mjs").Signal<any[]>} */
export const waiting = signal([]);
/** One's own reports to be looked at again: contradicted, run out, or about to. @type {import("../../vendor/signals/signals.mjs").Signal<any[]>} */
export const rechecks = signal([]);
/** Counts the changes, so that what is open is asked for again. */
export const changes = signal(0);
export const areShown = signal(true);
/** Kinds that are listed and drawn; "" for all. */
export const ofKind = signal("");

export const shownSites = computed(() => [...sites.value.values()].filter((s) => !ofKind.value || s.kind === ofKind.value));

export async function askSites() {
  /** @type {Map<string, any>} */
  const found = new Map();
  for (let after = ""; found.size < MOST; ) {
    const page = await get(`/sites?limit=${PAGE}&after=${encodeURIComponent(after)}`);
    for (const site of page.sites) found.set(site.id, site);
    law.value = page.law;
    if (!page.next) break;
    after = page.next;
  }
  waiting.value = (await get("/sites/waiting")).waiting;
  rechecks.value = (await get(`/reports?due=true&limit=${RECHECKS}`)).reports;
  sites.value = found;
  changes.value++;
}

let timer = 0;
/** Something of them changed. */
export function takeSites() {
  if (!timer) timer = setTimeout(() => ((timer = 0), askSites().catch(() => {})), WAIT_MS); // a failure shows as a lost stream
}

export function forgetSites() {
  clearTimeout(timer);
  timer = 0;
  sites.value = new Map();
  waiting.value = [];
  rechecks.value = [];
  law.value = "";
}

/** Ask for them at once after a change of one's own, so that it is seen. @template T @param {Promise<T>} done @returns {Promise<T>} */
async function then(done) {
  const said = await done;
  await askSites();
  return said;
}

/** @param {string} id @param {object} body */
export const putReport = (id, body) => then(send("PUT", `/reports/${id}`, body));
/** @param {any} report one's own @param {"withdraw" | "renew" | "erase"} what */
export const doReport = (report, what) => then(send("POST", `/reports/${report.id}/${what}`, { ovn: report.ovn }));
/** @param {any} report @param {any[]} grants */
export const releaseReport = (report, grants) => then(send("PUT", `/reports/${report.id}/release`, { ovn: report.ovn, grants }));
/** @param {string} a @param {string} b @param {boolean} is_same */
export const tie = (a, b, is_same) => then(send("PUT", "/sites/ties", { a, b, is_same }));
/** Take back what one's party said of two reports. @param {string} a @param {string} b */
export const unsay = (a, b) => then(send("DELETE", `/sites/ties/${a}/${b}`));
/** @param {string} id @param {boolean} yes */
export const confirmSites = (id, yes) => then(send("POST", `/sites/waiting/${encodeURIComponent(id)}`, { yes }));
/** All that one's party was released, to take along. */
export const askExport = () => then(send("POST", "/sites/exports"));
