// Conflicts. One's own are the room's answers to "what does this flight meet", asked again when the flight or what is near it
// changes. Those between two others are found here, from what the room shows of both.
import { area, centre } from "../geo/geodesy.js";
import { isNear, overlaps } from "../geo/overlap.js";
import { computed, effect, signal } from "../../vendor/signals/signals.mjs";
import { Refused, send } from "./api.js";
import { bodyOf } from "./act.js";
import { flightItem, zoneItem } from "./items.js";
import { flights, isLive, mine, room, zones } from "./store.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("../geo/overlap.js").Shape} Shape */

/**
 * @typedef {object} Conflict
 * @property {string} no "C1": the same in list, map and time line
 * @property {Item} a one's own, where one is
 * @property {Item} b
 * @property {boolean} isMine
 * @property {Shape[]} shapes
 * @property {number} start
 * @property {number} end
 * @property {string} band
 * @property {[number, number]} at
 * @property {number} size
 * @property {"mine" | "theirs" | ""} first whose booking is older: a fact, no priority
 * @property {any[]} offers changes of one's own flight that leave no conflict
 */

const WAIT_MS = 400;
const RATION_MS = 60_000;

/** Flight -> what the room answered. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, {key: string, answer: any}>>} */
export const answers = signal(new Map());
/** When the room answers again, having been asked too much; 0: now. */
export const pausedUntil = signal(0);

/** @type {Map<string, string>} */
const numbers = new Map();
/** @param {Item} a @param {Item} b */
function numbered(a, b) {
  const key = [a.id, b.id].sort().join();
  if (!numbers.has(key)) numbers.set(key, `C${numbers.size + 1}`);
  return /** @type {string} */ (numbers.get(key));
}

/** @param {Item} a @param {Item} b */
function clearance(a, b) {
  const charter = room.value?.charter;
  if (!charter || b.kind === "zone") return { lateral_m: 0, vertical_m: 0, minutes: 0 };
  const count = Number(a.said.is_manned) + Number(b.said.is_manned);
  return [charter.unmanned, charter.mixed, charter.manned][count];
}

/** @param {Item} own */
function around(own) {
  const near = (/** @type {Item} */ x) => {
    const c = clearance(own, x);
    return x.id !== own.id && isNear(own, x, c.lateral_m, c.minutes * 60_000);
  };
  return [...flights.value.values(), ...zones.value.values()].filter(near);
}

let timer = 0;
let isAsking = false;
let isLate = false; // something changed while the room was being asked
effect(() => {
  void [flights.value, zones.value, room.value];
  if (!isLive.value) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});

async function ask() {
  if (isAsking) isLate = true;
  if (isAsking || Date.now() < pausedUntil.peek()) return;
  isAsking = true;
  isLate = false;
  try {
    const next = new Map();
    for (const own of mine.value) {
      const near = around(own);
      const key = [own, ...near].map((x) => `${x.id}/${x.said.ovn}/${x.said.life ?? ""}`).join();
      const known = answers.peek().get(own.id);
      if (known?.key === key) next.set(own.id, known);
      else if (near.length) next.set(own.id, { key, answer: await send("POST", `/flights/check?id=${own.id}`, bodyOf(own.said)) });
    }
    answers.value = next;
  } catch (error) {
    if (error instanceof Refused && error.status === 429) {
      pausedUntil.value = Date.now() + RATION_MS;
      timer = setTimeout(ask, RATION_MS);
    }
  } finally {
    isAsking = false;
    if (isLate) timer = setTimeout(ask, WAIT_MS);
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

/** @param {string} reference @param {number} low @param {number} high metres */
export function bandOn(reference, low, high) {
  const level = (/** @type {number} */ m) => `FL${String(Math.round(m / 30.48)).padStart(3, "0")}`;
  if (reference === "FL") return `${level(low)}–${level(high)}`;
  if (reference === "AMSL") return `${Math.round(low / 0.3048)}–${Math.round(high / 0.3048)} ft AMSL`;
  return `${Math.round(low)}–${Math.round(high)} m W84`;
}

/** @param {Shape[]} shapes */
const sizeOf = (shapes) => shapes.reduce((sum, s) => sum + s.polygons.reduce((n, p) => n + area(p[0]), 0), 0);

/** Between two others, both of which are shown exactly. @type {import("../../vendor/signals/signals.mjs").ReadonlySignal<Conflict[]>} */
export const others = computed(() => {
  const exact = [...flights.value.values()].filter((f) => !f.mine && f.look !== "occupied").sort((a, b) => a.bounds[0] - b.bounds[0]);
  /** @type {Conflict[]} */
  const found = [];
  exact.forEach((a, n) => {
    for (let k = n + 1; k < exact.length && exact[k].bounds[0] < a.bounds[2]; k++) {
      const b = exact[k];
      if (a.party === b.party || !isNear(a, b)) continue;
      const shapes = overlaps(a, b, clearance(a, b));
      if (shapes.length) found.push(betweenOthers(a, b, shapes));
    }
  });
  return found.sort((a, b) => a.start - b.start);
});

/** @param {Item} a @param {Item} b @param {Shape[]} shapes @returns {Conflict} */
function betweenOthers(a, b, shapes) {
  const [first] = shapes;
  const reference = first.isRough ? "W84" : a.parts[0].floor.reference;
  return {
    no: numbered(a, b),
    a,
    b,
    isMine: false,
    shapes,
    start: Math.min(...shapes.map((s) => s.start)),
    end: Math.max(...shapes.map((s) => s.end)),
    band: (first.isRough ? "≈ " : "") + bandOn(reference, Math.min(...shapes.map((s) => s.low)), Math.max(...shapes.map((s) => s.high))),
    at: centre(first.polygons[0][0]),
    size: sizeOf(shapes),
    first: "",
    offers: [],
  };
}
