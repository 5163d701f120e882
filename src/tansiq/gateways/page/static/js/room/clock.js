// What time it is in the room, and which moment is shown.
import { computed, signal } from "../../vendor/signals/signals.mjs";

/** Room's clock minus this machine's, in ms. */
export const skew = signal(0);
/** The room's time, renewed each second. */
export const now = signal(Date.now());
/** The room's time in steps of ten seconds, for what need not be drawn anew each second. */
export const tick = computed(() => Math.floor(now.value / 10_000) * 10_000);
/** The moment of the future that a preview shows, or null. @type {import("../../vendor/signals/signals.mjs").Signal<number | null>} */
export const preview = signal(null);
/** The moment of the past that is shown again, or null. @type {import("../../vendor/signals/signals.mjs").Signal<number | null>} */
export const replay = signal(null);
/** What the map shows. */
export const shown = computed(() => replay.value ?? preview.value ?? tick.value);

/** @param {string} said the room's `now` @param {number} sentMs @param {number} cameMs */
export function setClock(said, sentMs, cameMs) {
  skew.value = Date.parse(said) - (sentMs + cameMs) / 2;
  now.value = Date.now() + skew.value;
}

setInterval(() => {
  now.value = Date.now() + skew.value;
}, 1000);
