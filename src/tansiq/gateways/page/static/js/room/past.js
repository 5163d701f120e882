// The room as it was: asked for in steps of ten seconds, held in memory while it is looked at, played forward.
import { computed, effect, signal } from "../../vendor/signals/signals.mjs";
import { get } from "./api.js";
import { now, preview, replay } from "./clock.js";
import { flightItem, zoneItem } from "./items.js";
import { movementOf, movements } from "./movements.js";
import { flights, phase, zones } from "./store.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {{at: number, flights: Map<string, Item>, zones: Map<string, Item>, movements: any[]}} Scene the room at a time; what had ended within the hour before is among the flights */

const SCENE_MS = 10_000;
const PAGE = 2000;
const SCENES = 60;
const ITEMS = 100_000; // flights in all scenes that are kept
const WAIT_MS = 250; // while the slider is dragged not every moment on its way is asked for
const STEP_MS = 500;
export const RATES = [10, 60];

/** @type {Map<string, Item>} */
const NONE = new Map();
/** @type {Map<number, Scene>} */
const kept = new Map();
/** @type {import("../../vendor/signals/signals.mjs").Signal<Scene | null>} */
const scene = signal(null);
/** Why the past cannot be shown, as a sentence. */
export const pastFault = signal("");
/** How many times as fast as it was; 0: it stands. */
export const rate = signal(0);

export const isReplaying = computed(() => replay.value !== null);
/** The scene of another moment is shown until the one asked for comes. */
export const isLate = computed(() => replay.value !== null && scene.value?.at !== sceneOf(replay.value));
/** What lists and map show: as it was, while that is looked at. */
export const seenFlights = computed(() => (replay.value === null ? flights.value : (scene.value?.flights ?? NONE)));
export const seenZones = computed(() => (replay.value === null ? zones.value : (scene.value?.zones ?? NONE)));
/** Those to draw. */
export const seenMovements = computed(() => (replay.value === null ? movements.value : (scene.value?.movements ?? []).map(movementOf)).filter((m) => m.said.state !== "cancelled"));

/** @param {number} ms */
const sceneOf = (ms) => Math.floor(ms / SCENE_MS) * SCENE_MS;

/** Show a moment: of the past as it was, of the future as planned; about now: live. @param {number | null} ms @param {number} [latestMs] */
export function show(ms, latestMs = Infinity) {
  const isNow = ms === null || Math.abs(ms - now.peek()) < SCENE_MS;
  preview.value = !isNow && ms > now.peek() ? Math.min(ms, latestMs) : null;
  replay.value = !isNow && ms < now.peek() ? ms : null;
  if (replay.value === null) rate.value = 0;
}

let timer = 0;
effect(() => {
  const at = replay.value;
  clearTimeout(timer);
  pastFault.value = "";
  if (at === null) scene.value = null;
  else if (kept.has(sceneOf(at))) scene.value = used(sceneOf(at));
  else timer = setTimeout(() => ask(sceneOf(at)), rate.peek() ? 0 : WAIT_MS);
});
effect(() => {
  if (phase.value === "in") return;
  show(null); // who signs out leaves nothing behind
  kept.clear();
});

/** @param {number} at @returns {Scene} */
function used(at) {
  const found = /** @type {Scene} */ (kept.get(at));
  kept.delete(at);
  kept.set(at, found);
  return found;
}

/** @param {number} at */
async function ask(at) {
  try {
    await fetched(at);
    if (replay.peek() !== null && sceneOf(/** @type {number} */ (replay.peek())) === at) scene.value = used(at);
  } catch (error) {
    if (replay.peek() === null || sceneOf(/** @type {number} */ (replay.peek())) !== at) return;
    rate.value = 0;
    scene.value = null;
    pastFault.value = error instanceof Error ? error.message : String(error);
  }
}

/** @type {Map<number, Promise<void>>} */
const coming = new Map();

/** @param {number} at */
function fetched(at) {
  if (kept.has(at)) return Promise.resolve();
  const held = coming.get(at) ?? load(at).finally(() => coming.delete(at));
  coming.set(at, held);
  return held;
}

/** @param {number} at */
async function load(at) {
  const path = `/at/${new Date(at).toISOString().slice(0, 19)}Z?limit=${PAGE}`;
  /** @type {Scene} */
  const made = { at, flights: new Map(), zones: new Map(), movements: [] };
  for (let after = ""; ; ) {
    const page = await get(`${path}&after=${encodeURIComponent(after)}`);
    for (const f of page.flights) made.flights.set(f.id, known(f));
    for (const each of page.ended) made.flights.set(each.flight.id, endedItem(each));
    for (const z of page.zones) made.zones.set(z.id, zoneItem({ ...z, disputed_by: z.disputed_by ?? [] }));
    made.movements.push(...page.movements);
    if (!page.next) break;
    after = page.next;
  }
  if (phase.peek() !== "in") return;
  kept.set(at, made);
  let items = [...kept.values()].reduce((sum, s) => sum + s.flights.size, 0);
  for (const [old, s] of kept) {
    if (old === at || (kept.size <= SCENES && items <= ITEMS)) break;
    items -= s.flights.size;
    kept.delete(old);
  }
}

/** The item of a flight; the one there is already where it was told the same, so that it is not drawn anew. @param {any} f @returns {Item} */
function known(f) {
  const key = (/** @type {any} */ said) => [said.ovn, said.level, said.state, said.end, said.is_overrunning, said.contact].join("\n");
  const same = (/** @type {Item | undefined} */ item) => item && item.look !== "ended" && key(item.said) === key(f);
  const [before, live] = [scene.peek()?.flights.get(f.id), flights.peek().get(f.id)];
  if (before && same(before)) return before;
  return live && same(live) ? live : flightItem(f);
}

/** @param {{at: string, flight: any}} each @returns {Item} */
function endedItem(each) {
  const item = flightItem(each.flight);
  const end = Date.parse(each.at);
  return { ...item, look: "ended", party: item.look === "occupied" ? "" : item.party, end };
}

/** @type {ReturnType<typeof setInterval> | undefined} */
let clock;
effect(() => {
  clearInterval(clock);
  if (rate.value) clock = setInterval(play, STEP_MS);
});

/** Go on by a step; where what comes next is not there yet it is waited for. */
function play() {
  const at = replay.peek();
  if (at === null || isLate.peek()) return;
  const next = at + rate.peek() * STEP_MS;
  show(next);
  const ahead = sceneOf(next) + SCENE_MS;
  if (rate.peek() && ahead < now.peek()) fetched(ahead).catch(() => {}); // told when it is shown
}
