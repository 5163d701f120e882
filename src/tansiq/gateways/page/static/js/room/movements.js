// Convoys and teams on the ground, as this party is told of them: where they are by their plan, and what was said of them on the way.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { boundsOf } from "../geo/geodesy.js";
import { t } from "../text/fluent.js";
import { get, send } from "./api.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {[number, number]} Place */
/** @typedef {{id: string, kind: "movement", look: string, mine: boolean, party: string, name: string, start: number, end: number, bounds: [number, number, number, number], line: {at: Place, ms: number}[], said: any}} Movement */

const PAGE = 500;
/** What may be said of one next, by its state: as the room's rules have it. @type {Record<string, string[]>} */
export const NEXT = { planned: ["depart", "delay", "cancel"], departed: ["arrive", "delay", "cancel"], delayed: ["depart", "arrive", "delay", "cancel"], arrived: [], cancelled: [] };
export const MOVEMENT_LEVELS = ["area", "whole"];

/** As the room tells them, by id. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, any>>} */
const told = signal(new Map());

/** With names in the reader's language; those that go on first, then by their start. */
export const movements = computed(() => [...told.value.values()].map(movementOf).sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || a.start - b.start));

/** @param {Movement} m */
export const isOver = (m) => m.said.state === "arrived" || m.said.state === "cancelled";

/** Whether it is on the map at a moment: one that has begun is, until somebody says that it arrived. @param {Movement} m @param {number} ms */
export const isSeenAt = (m, ms) => !isOver(m) && (m.said.state === "departed" || m.said.state === "delayed" || ms <= m.end);

/** @param {any} said @returns {Movement} */
export function movementOf(said) {
  let lon = said.points[0]?.lon ?? 0;
  const line = said.points.map((/** @type {any} */ p) => {
    lon += ((p.lon - lon + 540) % 360) - 180; // the short way, over the antimeridian too
    return { at: /** @type {Place} */ ([lon, p.lat]), ms: Date.parse(p.time) };
  });
  const corners = line.length ? line.map((/** @type {any} */ p) => p.at) : said.areas.flatMap((/** @type {any} */ b) => [[b.west, b.south], [b.east, b.north]]);
  const expected = Math.max(0, ...said.steps.map((/** @type {any} */ s) => Date.parse(s.expected) || 0));
  return {
    id: said.id, kind: "movement", look: "movement", mine: said.is_mine, party: said.party, name: t(`movement-${said.kind}`), line, said, bounds: boundsOf([corners]),
    start: line[0]?.ms ?? Date.parse(said.after), end: Math.max(line.at(-1)?.ms ?? Date.parse(said.until), expected),
  }; // prettier-ignore
}

/** Where it is at a time by its plan, while that holds; null where nobody can say. @param {Movement} m @param {number} ms @returns {Place | null} */
export function placeAt(m, ms) {
  const { line } = m;
  if (!line.length || m.said.state === "delayed" || m.said.state === "cancelled") return null;
  if (m.said.state === "arrived" || ms >= line[line.length - 1].ms) return line[line.length - 1].at;
  const next = line.findIndex((p) => p.ms > ms);
  if (next === 0) return line[0].at;
  const [a, b] = [line[next - 1], line[next]];
  const share = (ms - a.ms) / (b.ms - a.ms);
  return [a.at[0] + (b.at[0] - a.at[0]) * share, a.at[1] + (b.at[1] - a.at[1]) * share];
}

export async function askMovements() {
  const found = new Map();
  for (let after = ""; ; ) {
    const page = await get(`/movements?limit=${PAGE}&after=${encodeURIComponent(after)}`);
    for (const said of page.movements) found.set(said.id, said);
    if (!page.next) break;
    after = page.next;
  }
  told.value = found;
}

export const forgetMovements = () => void (told.value = new Map());

/** Send a change, and show at once what became of it. @param {"PUT" | "POST"} verb @param {string} id @param {string} what @param {object} body */
async function change(verb, id, what, body) {
  const { movement } = await send(verb, `/movements/${id}${what}`, body);
  told.value = new Map(told.peek()).set(id, movement);
}

/** @param {string} id @param {object} body */
export const putMovement = (id, body) => change("PUT", id, "", body);
/** @param {Movement} m @param {string} word as in NEXT @param {object} body */
export const tellMovement = (m, word, body) => change("POST", m.id, `/${word}`, { ovn: m.said.ovn, ...body });
/** @param {Movement} m @param {object} body */
export const releaseMovement = (m, body) => change("PUT", m.id, "/release", { ovn: m.said.ovn, ...body });
/** @param {Movement} m @param {boolean} yes */
export const confirmMovement = (m, yes) => change("POST", m.id, "/confirm", { ovn: m.said.ovn, yes });
