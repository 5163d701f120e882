// Conflicts of one's own that came up only because what is known of the air changed, and when that was.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { conflicts } from "./conflicts.js";
import { met } from "./met.js";

/** @typedef {import("./conflict.js").Conflict} Conflict */

/** Since when a conflict is one, by the air; 0 where it was one before. @param {Conflict} c */
export const since = (c) => met.value.get(`${c.a.id} ${c.b.id}`) ?? met.value.get(`${c.b.id} ${c.a.id}`) ?? 0;

/** Those that are still there. */
export const byAir = computed(() => (met.value.size ? conflicts.value.filter(since) : []));

/** What became of the last statement of one's own: how many conflicts are new, and whether all was compared. @type {import("../../vendor/signals/signals.mjs").Signal<{n: number, isComplete: boolean} | null>} */
export const stated = signal(null);
