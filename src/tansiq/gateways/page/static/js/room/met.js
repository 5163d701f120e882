// What the room tells of flights that meet only since the air is known to be another one.
import { signal } from "../../vendor/signals/signals.mjs";
import { now } from "./clock.js";

/** One's own flight and the other, as "id id" -> when it was told. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, number>>} */
export const met = signal(new Map());

/** @param {{flight: string, met: string}[]} pairs */
export function takeMet(pairs) {
  const next = new Map(met.peek());
  for (const pair of pairs) next.set(`${pair.flight} ${pair.met}`, now.peek());
  met.value = next;
}
