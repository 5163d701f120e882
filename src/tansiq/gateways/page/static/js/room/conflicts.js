// Conflicts of one's own: the room's answers to "what does this flight meet", asked again when the flight or what is near it changes.
import { isNear, overlaps } from "../geo/overlap.js";
import { computed, effect, signal } from "../../vendor/signals/signals.mjs";
import { Refused, send } from "./api.js";
import { bodyOf } from "./act.js";
import { replay } from "./clock.js";
import { bandOn, clearance, numbered, sizeOf } from "./conflict.js";
import { flightItem, zoneItem } from "./items.js";
import { nearTo } from "./near.js";
import { flights, isLive, mine, room, zones } from "./store.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("./conflict.js").Conflict} Conflict */

const WAIT_MS = 400;
const RATION_MS = 60_000;

/** Flight -> what the room answered. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, {key: string, answer: any}>>} */
export const answers = signal(new Map());
/** When the room answers again, having been asked too much; 0: now. */
export const pausedUntil = signal(0);

let near = nearTo(() => false);
/** @type {any} */
let charter = null;

/** What may be near one's own flights, by the widest clearance: they are asked about again when some of it changes. */
function lookAround() {
  if (charter !== room.value?.charter) {
    charter = room.value?.charter;
    const { unmanned, mixed, manned } = charter ?? {};
    const [lateral, minutes] = ["lateral_m", "minutes"].map((name) => Math.max(0, ...[unmanned, mixed, manned].map((c) => c?.[name] ?? 0)));
    near = nearTo((own, x) => isNear(own, x, lateral, minutes * 60_000));
  }
  return near.take(mine.value, [...flights.value.values(), ...zones.value.values()]);
}

let timer = 0;
let isAsking = false;
let isLate = false; // something changed while the room was being asked
effect(() => {
  void [flights.value, zones.value, room.value];
  if (isLive.value) soon(WAIT_MS); // counted from the first change: where something changes all the time it is asked all the same
});

/** @param {number} ms */
function soon(ms) {
  if (!timer) timer = setTimeout(() => ((timer = 0), ask()), ms);
}

async function ask() {
  if (isAsking) isLate = true;
  if (isAsking || Date.now() < pausedUntil.peek()) return;
  isAsking = true;
  isLate = false;
  try {
    const next = new Map();
    const around = lookAround();
    for (const own of mine.value) {
      const beside = [...(around.get(own) ?? [])];
      const key = [own, ...beside].map((x) => `${x.id}/${x.said.ovn}/${x.said.life ?? ""}`).join();
      const known = answers.peek().get(own.id);
      if (known?.key === key) next.set(own.id, known);
      else if (beside.length) next.set(own.id, { key, answer: await send("POST", `/flights/check?id=${own.id}`, bodyOf(own.said)) });
    }
    answers.value = next;
  } catch (error) {
    if (error instanceof Refused && error.status === 429) {
      pausedUntil.value = Date.now() + RATION_MS;
      soon(RATION_MS);
    }
  } finally {
    isAsking = false;
    if (isLate) soon(WAIT_MS);
  }
}

/** @type {import("../../vendor/signals/signals.mjs").ReadonlySignal<Conflict[]>} */
export const conflicts = computed(() => {
  /** @type {Conflict[]} */
  const found = [];
  for (const own of mine.value) {
    const answer = answers.value.get(own.id)?.answer;
    if (!answer) continue;
    for (const met of answer.conflicts) {
      const other = flights.value.get(met.with.id) ?? flightItem(met.with);
      if (other.mine && other.id < own.id && found.some((c) => c.a.id === other.id && c.b.id === own.id)) continue;
      found.push(made(own, other, met.overlaps, answer.offers));
    }
    for (const met of answer.zones) {
      if (met.is_conflict) found.push(made(own, zones.value.get(met.zone.id) ?? zoneItem(met.zone), met.overlaps, []));
    }
  }
  return found.sort((a, b) => a.start - b.start);
});

/** Those of an item, as shown now: of the past none are told. @param {Item} item */
export const conflictsOf = (item) => (replay.value === null ? conflicts.value.filter((c) => c.a.id === item.id || c.b.id === item.id) : []);

/** @param {Item} a @param {Item} b @param {any[]} said @param {any[]} offers @returns {Conflict} */
function made(a, b, said, offers) {
  const shapes = overlaps(a, b, clearance(a, b));
  const [mineMs, theirsMs] = [Date.parse(a.said.entered), Date.parse(b.said.entered ?? "")];
  const lows = said.map((o) => o.floor_m);
  const highs = said.map((o) => o.ceiling_m);
  return {
    no: numbered(a, b),
    a,
    b,
    isMine: true,
    shapes,
    start: Math.min(...said.map((o) => Date.parse(o.start))),
    end: Math.max(...said.map((o) => Date.parse(o.end))),
    band: bandOn(said[0]?.reference, Math.min(...lows), Math.max(...highs)),
    at: said.length ? [said[0].place.lon, said[0].place.lat] : a.at,
    size: sizeOf(shapes),
    first: mineMs && theirsMs ? (mineMs < theirsMs ? "mine" : "theirs") : "",
    offers,
  };
}
