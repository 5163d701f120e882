// What this person looks at: the chosen item, the way the map is drawn.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { seenFlights, seenZones } from "./past.js";

/** Id of the chosen flight or zone. */
export const chosen = signal("");
/** Number of the chosen conflict, as "C1". */
export const chosenConflict = signal("");
export const is3d = signal(false);
export const isTable = signal(false);
/** Which panel is in front where there is room for one. @type {import("../../vendor/signals/signals.mjs").Signal<"left" | "map" | "right">} */
export const front = signal(/** @type {"left" | "map" | "right"} */ ("map"));

export const chosenItem = computed(() => seenFlights.value.get(chosen.value) ?? seenZones.value.get(chosen.value) ?? null);

/** Told to show a box of the map. @type {import("../../vendor/signals/signals.mjs").Signal<[number, number, number, number] | null>} */
export const flyTo = signal(null);

/** @param {{id: string, bounds: [number, number, number, number]}} item */
export function choose(item) {
  chosen.value = item.id;
  flyTo.value = item.bounds;
}
