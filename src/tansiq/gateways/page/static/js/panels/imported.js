// What the room found in a file, an item to a row: what it would become or became, and what stands in its way, with the place in the file.
import { html } from "../html.js";
import { choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { flightItem } from "../room/items.js";
import { flights, zones } from "../room/store.js";
import { t } from "../text/fluent.js";
import { placeInFile } from "../text/fileplaces.js";
import { band, span } from "../text/format.js";
import { called, Num } from "./words.js";

const SHOWN = 500;
const LOOKS = { good: "", done: "activated", faulty: "warn", refused: "warn" };

/** @param {{answer: any}} props */
export function Found({ answer }) {
  const { counts, items, ignored, is_dry_run, compared } = answer;
  return html`<p role="status"><b>${is_dry_run ? t("import-found", { good: counts.good, faulty: counts.faulty }) : t("import-done", { done: counts.done, refused: counts.refused + counts.faulty })}</b></p>
    ${compared === false && html`<p class="small">${t("import-not-compared")}</p>`}
    ${ignored.length > 0 && html`<p class="soft small">${t("import-ignored")} <bdi>${ignored.join(", ")}</bdi></p>`}
    <table class="imported"><thead><tr><th scope="col">${t("import-place")}</th><th scope="col">${t("item")}</th><th scope="col">${t("import-outcome")}</th></tr></thead>
      <tbody>${items.slice(0, SHOWN).map((/** @type {any} */ i) => html`<${Row} key=${i.item} i=${i} />`)}</tbody></table>`;
}

/** @param {{i: any}} props */
function Row({ i }) {
  const here = flights.value.get(i.id) ?? zones.value.get(i.id);
  const first = i.body?.volumes[0];
  const name = i.body?.callsign || i.body?.name || here?.name || "";
  return html`<tr>
    <td><span class="small">${placeInFile(i.where)}</span></td>
    <td>${here && i.outcome === "done" ? html`<button class="plain" onClick=${() => choose(here)}><bdi>${here.name}</bdi></button>` : html`<b dir="auto">${name}</b>`}
      ${first?.floor && first?.ceiling && html`<div class="soft small"><${Num}>${span(Date.parse(first.start), Date.parse(first.end), tick.value)} · ${band(first.floor, first.ceiling)}<//></div>`}</td>
    <td><span class=${`tag ${LOOKS[/** @type {"good"} */ (i.outcome)]}`}>${t(`import-is-${i.outcome}`)}</span>
      ${i.problems.map((/** @type {any} */ p) => html`<p class="small">${p.message} ${p.hint} ${p.where !== i.where && html`<span class="soft">${placeInFile(p.where)}</span>`}</p>`)}
      ${met(i).length > 0 && i.outcome !== "done" && html`<p class="small">${t("meets", { n: met(i).length })} <bdi>${met(i).slice(0, 4).join(", ")}${met(i).length > 4 ? " …" : ""}</bdi></p>`}
      ${(i.sites ?? []).map((/** @type {any} */ s) => html`<p class="small notified-line">${s.message}</p>`)}</td>
  </tr>`;
}

/** @param {any} i @returns {string[]} */
function met(i) {
  const others = (i.conflicts ?? []).map((/** @type {any} */ c) => called(flightItem(c.with)));
  const closed = (i.zones ?? []).map((/** @type {any} */ z) => z.zone.name);
  return [...others, ...closed, ...(i.meets ?? []).map((/** @type {any} */ m) => t("import-item", { n: m.item }))];
}
