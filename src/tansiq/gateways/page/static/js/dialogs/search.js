// Finding anything by typing: a flight, a zone, a movement, a party, a named place, a city, a position. Enter goes there.
import { html, useSignal } from "../html.js";
import { computed } from "../../vendor/signals/signals.mjs";
import { cities, cityName } from "../map/cities.js";
import { siteName } from "../map/sites.js";
import { chooseSite } from "../panels/sites.js";
import { sites } from "../room/sites.js";
import { choose, flyTo, front, isTable } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { askPlaces, placeName, places } from "../room/library.js";
import { movements } from "../room/movements.js";
import { seenFlights, seenZones } from "../room/past.js";
import { parties } from "../room/store.js";
import { called, Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { position, span } from "../text/format.js";
import { nameOf } from "../text/parties.js";
import { parsePositions } from "../text/positions.js";
import { close, open } from "./host.js";

/** @typedef {{kind: string, say: any, words: string, hint?: any, party?: string, go: () => void}} Found */

const MOST = 30;
const NEAR_DEG = 0.25; // shown around a point

export function openSearch() {
  askPlaces().catch(() => {}); // then they are not among what is found
  open({ title: () => t("search"), body: Search });
}

/** @param {[number, number, number, number]} box */
function show(box) {
  front.value = "map";
  isTable.value = false;
  flyTo.value = box;
}

/** @param {number} lon @param {number} lat */
const around = (lon, lat) => show([lon - NEAR_DEG, lat - NEAR_DEG, lon + NEAR_DEG, lat + NEAR_DEG]);

/** @param {import("../room/items.js").Item} item */
const ofItem = (item) => ({
  kind: item.kind,
  say: called(item),
  words: `${called(item)} ${item.look === "occupied" ? "" : item.id} ${item.party} ${item.party && nameOf(item.party)}`.toLowerCase(),
  hint: html`<${Num}>${span(item.start, item.end, tick.value)} · ${item.band}<//>`,
  party: item.party,
  go: () => (choose(item), show(item.bounds)),
});

/** All that can be found, made anew only when some of it changes. @type {import("../../vendor/signals/signals.mjs").ReadonlySignal<Found[]>} */
const all = computed(() => [
  ...[...seenFlights.value.values(), ...seenZones.value.values()].map(ofItem),
  ...[...parties.value.values()].map((p) => ({ kind: "party", say: nameOf(p.code), words: `${p.code} ${Object.values(p.names).join(" ")}`.toLowerCase(), party: p.code, go: () => ofParty(p.code) })),
  ...places.value.map((p) => ({ kind: "place", say: placeName(p), words: Object.values(p.names).join(" ").toLowerCase(), party: p.owner, go: () => ofPlace(p) })),
  ...movements.value.map((m) => ({ kind: "movement", say: m.name, words: `${m.name} ${m.id} ${m.party} ${m.party && nameOf(m.party)}`.toLowerCase(), hint: html`<${Num}>${span(m.start, m.end, tick.value)}<//>`, party: m.party, go: () => (choose(m), show(m.bounds)) })),
  ...[...sites.value.values()].map((s) => ({ kind: "place", say: html`${t(`site-${s.kind}`)} ${siteName(s)}`, words: `${Object.values(s.names).join(" ")} ${t(`site-${s.kind}`)} ${s.id}`.toLowerCase(), go: () => (chooseSite(s), (front.value = "map"), (isTable.value = false)) })),
  ...cities.value.map(([lon, lat, names]) => ({ kind: "city", say: cityName(names), words: names.join(" ").toLowerCase(), hint: html`<${Num}>${position(lat, lon)}<//>`, go: () => around(lon, lat) })),
]);

/** Show all flights of a party. @param {string} code */
function ofParty(code) {
  const own = [...seenFlights.peek().values()].filter((f) => f.party === code).map((f) => f.bounds);
  if (own.length) show(own.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]));
  else {
    front.value = "right";
    requestAnimationFrame(() => document.getElementById("parties")?.focus());
  }
}

/** @param {any} p a named place */
function ofPlace(p) {
  const points = p.polygon ?? (p.circle ? [p.circle.center] : p.point ? [p.point] : p.centreline);
  const [lons, lats] = [points.map((/** @type {any} */ one) => one.lon), points.map((/** @type {any} */ one) => one.lat)];
  show([Math.min(...lons) - NEAR_DEG, Math.min(...lats) - NEAR_DEG, Math.max(...lons) + NEAR_DEG, Math.max(...lats) + NEAR_DEG]);
}

/** What fits, what begins with it first. @param {string} text @returns {Found[]} */
function find(text) {
  const asked = text.trim().toLowerCase();
  if (!asked) return [];
  const at = parsePositions(text)[0];
  /** @type {Found[]} */
  const found = at ? [{ kind: "position", say: html`<${Num}>${position(at[1], at[0])}<//>`, words: "", go: () => around(...at) }] : [];
  const fits = all.value.filter((one) => one.words.includes(asked));
  const rank = (/** @type {Found} */ one) => (one.words.startsWith(asked) ? 0 : one.words.includes(` ${asked}`) ? 1 : 2);
  return [...found, ...fits.sort((a, b) => rank(a) - rank(b))].slice(0, MOST);
}

function Search() {
  const text = useSignal("");
  const at = useSignal(0);
  const found = find(text.value);
  const chosen = Math.min(at.value, found.length - 1);
  /** @param {Found} one */
  function go(one) {
    close();
    one.go();
    setTimeout(() => (document.getElementById("detail") ?? document.getElementById("site") ?? document.getElementById("movement"))?.focus(), 50); // to go on from what was found
  }
  /** @param {KeyboardEvent} e */
  function pressed(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && found.length) at.value = (chosen + step + found.length) % found.length;
    else if (e.key === "Enter" && found.length) go(found[chosen]);
    else return;
    e.preventDefault();
    requestAnimationFrame(() => document.getElementById(`found-${at.peek()}`)?.scrollIntoView({ block: "nearest" }));
  }
  return html`<div class="dialog-body search">
    <input data-first role="combobox" aria-label=${t("search-hint")} aria-expanded=${found.length > 0} aria-controls="found" aria-autocomplete="list" aria-activedescendant=${found.length ? `found-${chosen}` : ""} dir="auto" spellcheck="false" placeholder=${t("search-hint")}
      value=${text.value} onInput=${(/** @type {any} */ e) => ((text.value = e.target.value), (at.value = 0))} onKeyDown=${pressed} />
    <ul id="found" role="listbox" aria-label=${t("search")}>${found.map((one, n) => html`<li id=${`found-${n}`} role="option" aria-selected=${n === chosen} onClick=${() => go(one)}>
      <span class="tag">${t(`found-${one.kind}`)}</span> <b dir="auto">${one.say}</b> ${one.party && html`<${Party} code=${one.party} />`}<span class="space"></span>${one.hint && html`<span class="soft small">${one.hint}</span>`}</li>`)}</ul>
    <p class="soft small" role="status">${text.value.trim() && t("search-found", { n: found.length })}</p>
  </div>`;
}
