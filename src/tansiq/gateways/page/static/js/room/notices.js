// Notices that this party sent or got, and its calls; what waits for an answer here, and what its sender must act upon.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { get, send } from "./api.js";
import { now } from "./clock.js";

/** @template T @typedef {import("../../vendor/signals/signals.mjs").Signal<T>} Signal */

const KEPT = 500; // the newest; older ones are in the room
const URGENT = ["safety", "warning", "request", "drill", "information"];

/** By id, the newest first. @type {Signal<Map<string, any>>} */
export const notices = signal(new Map());
/** @type {Signal<any[]>} */
export const calls = signal([]);

const FULL = ["will_comply", "cannot_comply", "counter", "stand_by"];
/** The answers that a kind takes, the one of key A first. @type {Record<string, string[]>} */
export const ANSWERS = { information: ["received", "stand_by"], drill: ["received"], request: FULL, warning: FULL, safety: FULL };

/** One's own ladder of a notice that one got. @param {any} n */
export const ownLadder = (n) => (n.is_mine || n.relays ? null : n.ladders[0]);

/** Whether a notice waits for one's own party. @param {any} n */
export const isToAnswer = (n) => n.state === "open" && !n.is_closed && Boolean(ownLadder(n)) && !ownLadder(n).answer;

/** Parties that did not answer in time or read back wrong, of a notice that one sent or relays. @param {any} n */
export const alarmsOf = (n) => (n.is_mine || n.relays ? n.ladders.filter((/** @type {any} */ l) => l.alarms.length) : []);

const all = computed(() => [...notices.value.values()]);
export const toAnswer = computed(() => all.value.filter(isToAnswer).sort((a, b) => URGENT.indexOf(a.kind) - URGENT.indexOf(b.kind) || Date.parse(a.deadline) - Date.parse(b.deadline)));
const hasUnreached = (/** @type {any} */ n) => alarmsOf(n).some((/** @type {any} */ l) => l.alarms.includes("not_reached"));
/** Those that reached somebody not at all; and those where something else went wrong, as a read-back or a link. */
export const toCall = computed(() => all.value.filter(hasUnreached));
export const alarming = computed(() => all.value.filter((n) => !hasUnreached(n) && (alarmsOf(n).length > 0 || ownLadder(n)?.alarms.length > 0)));
export const unansweredSafety = computed(() => toAnswer.value.filter((n) => n.kind === "safety").length);

/** In the order in which they matter now. */
export const listed = computed(() => {
  const first = new Set([...toAnswer.value, ...toCall.value, ...alarming.value]);
  const rest = all.value.filter((n) => !first.has(n)).sort((a, b) => Number(a.is_closed) - Number(b.is_closed) || Date.parse(b.made) - Date.parse(a.made));
  return [...first, ...rest];
});

/** Those about a flight or zone, or sent to the owner of that flight; the newest first. @param {string} id */
export const threadOf = (id) => all.value.filter((n) => n.about.id === id || n.ladders.some((/** @type {any} */ l) => l.item === id)).sort((a, b) => Date.parse(b.made) - Date.parse(a.made));

export async function askNotices() {
  const found = (await get(`/notices?limit=${KEPT}`)).notices;
  notices.value = new Map(found.map((/** @type {any} */ n) => [n.id, n]));
  delivered();
}

export async function askCalls() {
  calls.value = (await get("/calls")).calls;
}

/** @param {{notices: any[], gone: string[]}} event */
export function takeNotices(event) {
  const next = new Map(notices.peek());
  for (const id of event.gone) next.delete(id);
  for (const n of event.notices) next.set(n.id, n);
  notices.value = next;
  delivered();
}

export function forgetNotices() {
  notices.value = new Map();
  calls.value = [];
}

/** @param {any} n @param {string} kind */
const hasStep = (n, kind) => ownLadder(n)?.steps.some((/** @type {any} */ s) => s.kind === kind);

/** What this page has told the room of, so that it does so once. @type {Set<string>} */
const told = new Set();

/** @param {any} n @param {"delivered" | "read"} step */
async function mark(n, step) {
  const key = `${n.id} ${step}`;
  if (told.has(key)) return;
  told.add(key);
  try {
    await send("POST", `/notices/${encodeURIComponent(n.id)}/mark`, { step, means: "page" });
  } catch {
    told.delete(key); // it is said again when the notice comes again, or is looked at again
  }
}

/** Say of those that this page shows that it does. */
async function delivered() {
  for (const n of notices.peek().values()) if (n.state === "open" && ownLadder(n) && !hasStep(n, "delivered")) await mark(n, "delivered");
}

/** A person looks at it. @param {any} n */
export function read(n) {
  if (n.state === "open" && ownLadder(n) && !ownLadder(n).answer) mark(n, "read");
}

/** @param {any} n @param {object} body */
export async function answer(n, body) {
  const said = await send("POST", `/notices/${encodeURIComponent(n.id)}/answer`, { means: "page", ...body });
  takeNotices({ notices: [said], gone: [] });
  return said;
}

/** @param {string} path @param {object} [body] @param {"POST" | "DELETE"} [verb] */
export async function act(path, body, verb = "POST") {
  const said = await send(verb, path, body);
  if (said.ladders) takeNotices({ notices: [said], gone: [] });
  return said;
}

/** How long an answer is still waited for, in minutes; below 0 it is late. @param {any} n */
export const minutesLeft = (n) => Math.floor((Date.parse(n.deadline) - now.value) / 60_000);
