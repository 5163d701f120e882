// Who is on watch: of every party whether anybody is, of one's own who. And the own watch's notes.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { get, send } from "./api.js";

/** @template T @typedef {import("../../vendor/signals/signals.mjs").Signal<T>} Signal */

/** As the room told it. @type {Signal<{parties: any[], own: any} | null>} */
export const watches = signal(null);
/** @type {Signal<any[]>} */
export const notes = signal([]);
/** Counts what happens to a hand-over, and to what its sheet tells of. */
export const handoverChanged = signal(0);

export const own = computed(() => watches.value?.own ?? null);
/** By code. */
export const watchOf = computed(() => new Map((watches.value?.parties ?? []).map((w) => [w.party, w])));
/** One's own post on watch, or as a deputy; null without. */
export const myPost = computed(() => (own.value ? [own.value.holder, ...own.value.deputies].find((p) => p?.is_me) ?? null : null));

export async function askWatch() {
  watches.value = await get("/watch");
}

export async function askNotes() {
  notes.value = (await get("/watch/notes")).notes;
}

export function forgetWatch() {
  watches.value = null;
  notes.value = [];
}

/** Take, leave, or say that one is here. @param {"take" | "here" | "leave"} what @param {object} [body] */
export async function watch(what, body) {
  watches.value = await send("POST", `/watch/${what}`, body);
}
