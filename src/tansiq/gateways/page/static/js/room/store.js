// The room as this person's party sees it. Held in memory alone: a copy on the device would outlive the right to see it.
import { computed, signal } from "../../vendor/signals/signals.mjs";
import { FLIGHTS, forgetEarly } from "../early.js";
import { get, send, Refused, whenSignedOut } from "./api.js";
import { now, replay, setClock } from "./clock.js";
import { flightItem, zoneItem } from "./items.js";
import { met, takeMet } from "./met.js";
import { attempts } from "./attempts.js";
import { askNotes, askWatch, forgetWatch, handoverChanged } from "./watch.js";
import { askCalls, askNotices, forgetNotices, takeNotices } from "./notices.js";
import { askSites, forgetSites, takeSites } from "./sites.js";
import { askMovements, forgetMovements } from "./movements.js";
import { listen } from "./stream.js";

const FEW = 1000; // flights; where there are more, changes are gathered: the map takes 0.1 s to take in one of them
const GATHER_MS = 1000;

/** @template T @typedef {import("../../vendor/signals/signals.mjs").Signal<T>} Signal */
/** @typedef {import("./items.js").Item} Item */

/** @type {Signal<any>} */
export const me = signal(null);
/** "asking" until it is known whether somebody is signed in. */
export const phase = signal("asking");
/** @type {Signal<Map<string, Item>>} */
export const flights = signal(new Map());
/** @type {Signal<Map<string, Item>>} */
export const zones = signal(new Map());
/** @type {Signal<any>} */
export const room = signal(null);
/** @type {Signal<any[]>} */
export const agreements = signal([]);
/** @type {Signal<any[]>} */
export const proposals = signal([]);
/** @type {Signal<any[]>} */
export const releases = signal([]);
/** What became free in the last hour, as the room told it. @type {Signal<any[]>} */
const allFreed = signal([]);
/** Those of it that were seen and put away on this page. @type {Signal<Set<string>>} */
export const dismissed = signal(new Set());
/** Newest first. */
export const freed = computed(() => allFreed.value.filter((f) => !dismissed.value.has(f.mine + f.at)).reverse());
/** Counts the changes of ledgers. */
export const ledgerChanged = signal(0);
/** What is stated of the air, by id. @type {Signal<Map<string, any>>} */
export const pressures = signal(new Map());
/** What holds of the air where nothing is stated: least and most. @type {Signal<{qnh: [number, number], isa: [number, number]} | null>} */
export const elsewhere = signal(null);
/** When something was last heard of the room, in this machine's ms. */
export const heard = signal(0);
export const isLive = signal(false);

export const parties = computed(() => {
  /** @type {Map<string, any>} */
  const found = new Map();
  for (const party of room.value?.parties ?? []) found.set(party.code, party);
  return found;
});
export const mine = computed(() => [...flights.value.values()].filter((f) => f.mine).sort((a, b) => a.start - b.start));
/** Whether this person may do what is left to a party's leads. */
export const mayLead = computed(() => mayAct.value && me.value?.role === "lead");
/** Whether this person may change something now; not while the past is looked at. */
export const mayAct = computed(() => mayDeclare.value && replay.value === null);
/** Whether this person may declare an emergency: also from the past, which is left for it. */
export const mayDeclare = computed(() => isLive.value && (me.value?.role === "officer" || me.value?.role === "lead"));

let stop = () => {};

/** Find out whether somebody is signed in, and if so go live. */
export async function begin() {
  whenSignedOut(leave);
  try {
    const sent = Date.now();
    me.value = await get("/me");
    setClock(me.value.now, sent, Date.now());
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return;
    phase.value = "unreached";
    setTimeout(begin, 3000);
    return;
  }
  await opened(); // what there is to show is asked for before the page is drawn, which takes as long
  if (me.value) phase.value = "in";
}

/** Listen to the room. Return when everything has been asked for, or cannot be now. */
function opened() {
  return new Promise((done) => {
    const anew = () => {
      const loaded = load();
      done(null);
      return loaded;
    };
    const gone = (/** @type {boolean} */ isSignedOut) => {
      lost(isSignedOut);
      done(null);
    };
    stop = listen({ event: take, anew, alive, lost: gone });
  });
}

/** @param {boolean} everywhere */
export async function signOut(everywhere = false) {
  try {
    await send("POST", "/sign-out", { everywhere });
  } finally {
    leave();
  }
}

function leave() {
  stop();
  forgetEarly();
  me.value = null;
  room.value = null;
  flights.value = new Map();
  zones.value = new Map();
  agreements.value = [];
  proposals.value = [];
  releases.value = [];
  pressures.value = met.value = new Map();
  allFreed.value = [];
  attempts.clear();
  forgetNotices();
  forgetWatch();
  forgetSites();
  forgetMovements();
  isLive.value = false;
  phase.value = "out";
}

function alive() {
  heard.value = Date.now();
  isLive.value = true;
}

/** @param {boolean} isSignedOut */
function lost(isSignedOut) {
  isLive.value = false;
  if (isSignedOut) leave();
}

/** Ask for everything. */
async function load() {
  const sent = Date.now();
  const [said, ...rest] = await Promise.all([get("/room"), allFlights(), askZones(), askAgreements(), askProposals(), askReleases(), askPressures(), askFreed(), askNotices(), askCalls(), askWatch(), askSites(), askMovements(), askNotes()]);
  setClock(said.now, sent, Date.now());
  room.value = said;
  clearTimeout(changing);
  changing = 0;
  changed.clear(); // all of it is older than what was just asked for
  flights.value = rest[0];
  alive();
}

async function allFlights() {
  /** @type {Map<string, Item>} */
  const found = new Map();
  for (let after = ""; ; ) {
    const page = await get(FLIGHTS + encodeURIComponent(after));
    for (const flight of page.flights) found.set(flight.id, flightItem(flight));
    if (!page.next) return found;
    after = page.next;
  }
}

async function askZones() {
  zones.value = new Map((await get("/zones")).zones.map((/** @type {any} */ z) => [z.id, zoneItem(z)]));
}

async function askAgreements() {
  agreements.value = (await get("/agreements")).agreements;
}

async function askProposals() {
  proposals.value = (await get("/proposals")).proposals;
}

async function askReleases() {
  if (me.value?.role === "observer") return; // only who may release sees what waits
  releases.value = (await get("/releases")).releases;
}

async function askPressures() {
  const { pressures: stated, elsewhere_qnh_hpa: qnh, elsewhere_isa_k: isa } = await get("/pressures");
  pressures.value = new Map(stated.map((/** @type {any} */ p) => [p.id, p]));
  elsewhere.value = { qnh: [qnh.least, qnh.most], isa: [isa.least, isa.most] };
}

async function askFreed() {
  allFreed.value = (await get("/freed")).freed;
}

async function askRoom() {
  room.value = await get("/room");
}

/** @param {string} kind @param {any} data */
function take(kind, data) {
  if (kind === "flights") {
    for (const id of data.gone) changed.set(id, null);
    for (const flight of data.flights) changed.set(flight.id, flight);
    if (!changing) changing = setTimeout(change, flights.peek().size > FEW ? GATHER_MS : 0);
  }
  if (kind === "conflicts") takeMet(data);
  if (kind === "ledger") ledgerChanged.value++;
  if (kind === "notices") takeNotices(data);
  if (kind === "handover") handoverChanged.value++;
  if (kind === "sites") takeSites();
  const again = { zones: [askZones], agreements: [askAgreements], room: [askRoom, askProposals], releases: [askReleases], freed: [askFreed], calls: [askCalls], watch: [askWatch], handover: [askWatch], notes: [askNotes], movements: [askMovements], pressures: [askPressures] }[kind];
  for (const ask of again ?? []) ask().catch(() => {}); // a failure shows as a lost stream, which asks for all again
}

/** What came since the picture was last renewed: of many changes in a second each would renew all of it. @type {Map<string, any>} */
const changed = new Map();
let changing = 0;

function change() {
  changing = 0;
  const next = new Map(flights.peek());
  for (const [id, said] of changed) {
    if (said) next.set(id, flightItem(said));
    else next.delete(id);
  }
  changed.clear();
  flights.value = next;
}

/** The age of the picture in ms. */
export const age = computed(() => (now.value, Math.max(0, Date.now() - heard.value)));
