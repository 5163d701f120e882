// Conflicts between two others, both of whom are shown exactly; found here, from what the room shows of both.
import { computed, effect, signal } from "../../vendor/signals/signals.mjs";
import { isNear, overlaps } from "../geo/overlap.js";
import { now } from "./clock.js";
import { clearance, found as conflictOf } from "./conflict.js";
import { pairsWhere } from "./pairs.js";
import { flights, room } from "./store.js";

/** @typedef {import("./items.js").Item} Item */
/** @typedef {import("./conflict.js").Conflict} Conflict */

const RENEW_MS = 500;
const MOST = 200; // more could not be told apart on a screen; the soonest are shown

/** @type {import("../../vendor/signals/signals.mjs").Signal<Conflict[]>} */
const latest = signal([]);
/** The soonest of them; at once without what has changed or is not shown any more. */
export const others = computed(() => {
  const isHere = (/** @type {Item} */ item) => flights.value.get(item.id) === item;
  return latest.value.filter((c) => isHere(c.a) && isHere(c.b));
});
export const hasMoreOthers = signal(false);

/** @param {Item} a @param {Item} b */
function meet(a, b) {
  if (a.party === b.party) return false;
  const c = clearance(a, b);
  return isNear(a, b, c.lateral_m, c.minutes * 60_000) && a.low - c.vertical_m < b.high && b.low - c.vertical_m < a.high;
}
let pairs = pairsWhere(meet);
/** What was found of a pair, for as long as both are the same. @type {WeakMap<Item, Map<Item, Conflict | null>>} */
let known = new WeakMap();
/** @type {any} */
let charter = null;

/** @param {Item} a @param {Item} b */
function conflict(a, b) {
  const held = known.get(a) ?? new Map();
  if (!held.has(b)) {
    const shapes = overlaps(a, b, clearance(a, b));
    held.set(b, shapes.length ? conflictOf(a, b, shapes) : null);
    known.set(a, held);
  }
  return held.get(b) ?? null;
}

function renew() {
  if (room.peek()?.charter !== charter) {
    charter = room.peek()?.charter;
    known = new WeakMap();
    pairs = pairsWhere(meet);
  }
  pairs.take([...flights.peek().values()].filter((f) => !f.mine && f.look !== "occupied"));
  const inTime = pairs.all().filter(([a, b]) => Math.min(a.end, b.end) > now.peek()).map(([a, b]) => ({ a, b, start: Math.max(a.start, b.start) }));
  inTime.sort((p, q) => p.start - q.start);
  /** @type {Conflict[]} */
  const next = [];
  hasMoreOthers.value = false;
  for (const { a, b } of inTime) {
    const one = conflict(a, b);
    if (one && next.length === MOST) {
      hasMoreOthers.value = true;
      break;
    }
    if (one) next.push(one);
  }
  const isSame = next.length === latest.peek().length && next.every((c, n) => c === latest.peek()[n]);
  if (!isSame) latest.value = next.sort((a, b) => a.start - b.start);
}

let timer = 0;
effect(() => {
  void [flights.value, room.value];
  if (!timer) timer = setTimeout(() => ((timer = 0), renew()), RENEW_MS);
});
