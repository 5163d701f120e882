// One flight or zone: what is known of it, as it was entered, and what is withheld; for one's own, what can be done.
import { html } from "../html.js";
import { closableAt, openClosing } from "../dialogs/closing.js";
import { openRelease } from "../dialogs/release.js";
import { openIncident } from "../dialogs/incident.js";
import { openState } from "../dialogs/state.js";
import { openTalk } from "../dialogs/talk.js";
import { chosen, chosenItem, flyTo } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { isLive, mayAct, mayLead, room } from "../room/store.js";
import { answers } from "../room/conflicts.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { line, Limits } from "./limits.js";
import { Num, Party, State, Typed } from "./words.js";
import { Zone } from "./zone.js";

/** @typedef {import("../room/items.js").Item} Item */

export function Detail() {
  const item = chosenItem.value;
  if (!item) return null;
  return html`<section class="card detail" aria-labelledby="detail">
    <div class="row"><h2 id="detail" tabindex="-1">${title(item)}</h2><span class="space"></span>
      <button class="plain" onClick=${() => (flyTo.value = [...item.bounds])}>${t("show-on-map")}</button>
      <button class="plain" onClick=${() => (chosen.value = "")} aria-label=${t("close")}>✕</button></div>
    ${item.kind === "zone" ? html`<${Zone} item=${item} />` : html`<${Flight} item=${item} />`}
    ${item.party && isLive.value && html`<div class="row">${!item.mine && !item.said.managed_by && mayAct.value && html`<button onClick=${() => openTalk(item)}>${t("talk")}</button>`}<button class="plain" onClick=${() => openIncident(item)}>${t("report")}</button></div>`}
  </section>`;
}

/** @param {Item} item */
function title(item) {
  if (item.look === "occupied") return t("occupied-withheld");
  return item.kind === "zone" ? html`${t(`zone-${item.said.kind}`)} <span dir="auto">${item.name}</span>` : html`<${Num}>${item.name}<//>`;
}

/** What this party is not told. @param {string} key */
const withheld = (key) => html`<dt>${t(key)}</dt><dd class="withheld">${t("withheld")}</dd>`;

/** @param {{item: Item}} props */
function Flight({ item }) {
  const f = item.said;
  const isExact = f.level === "reservation" || f.level === "identity";
  const isNamed = f.level === "identity";
  return html`<p class="row"><${Party} code=${item.party} named /><${State} item=${item} />
      ${f.precedence !== "routine" && html`<span class="tag">${t(`precedence-${f.precedence}`)}</span>`}</p>
    <${Limits} item=${item} />
    <dl>
      ${line("manned", t(f.is_manned ? "yes" : "no"))}
      ${isExact ? null : withheld("owner")}
      ${isNamed ? html`${line("aircraft-type", f.aircraft_type && html`<${Num}>${f.count > 1 ? `${f.count} × ` : ""}${f.aircraft_type}<//>`)}
        ${line("frequencies", f.frequencies.length && html`<${Num}>${f.frequencies.join(", ")}<//>`)}
        ${line("ssr", f.ssr && html`<${Num}>${f.ssr}<//>`)}${line("icao24", f.icao24 && html`<${Num}>${f.icao24}<//>`)}
        ${line("remarks", f.remarks && html`<${Typed}>${f.remarks}<//>`)}${line("reason", f.reason && html`<${Typed}>${f.reason}<//>`)}
        ${line("lost-link", f.lost_link && html`<${Typed}>${f.lost_link}<//>`)}` : withheld("callsign")}
      ${f.contact ? line("contact", html`<${Typed}>${f.contact}<//>`) : isNamed ? null : withheld("contact")}
      ${line("entered", f.entered && html`<${Num}>${time(Date.parse(f.entered), tick.value)}<//>`)}
      ${line("due", f.is_overrunning && f.due && html`<${Num}>${time(Date.parse(f.due), tick.value)}<//>`)}
      ${item.mine ? null : line("level", t(`level-${f.level}`))}
    </dl>
    ${!item.mine && !isNamed && html`<details><summary>${t("why-withheld")}</summary><p class="soft small">${t(`why-withheld-${f.level}`)}</p></details>`}
    ${!item.mine && mayLead.value && html`<${Closing} item=${item} />`}
    ${item.mine && (answers.value.get(item.id)?.answer.sites ?? []).map((/** @type {any} */ s) => html`<p class="small notified-line">${s.message}</p>`)}
    ${item.mine && mayAct.value && html`<${Doings} item=${item} />`}`;
}

/** What may become of a flight, by the state that it is in. @type {Record<string, string[]>} */
const NEXT = {
  accepted: ["activate", "end"],
  activated: ["off-plan", "contingent", "end"],
  nonconforming: ["back-on-plan", "where", "contingent", "end"],
  contingent: ["where", "end"],
};

/** The way to close a flight of another party that outlasted its time, and from when on. @param {{item: Item}} props */
function Closing({ item }) {
  const from = closableAt(item, room.value.charter);
  if (from === Infinity) return null;
  if (tick.value < from) return html`<p class="soft small">${t("close-from", { at: time(from, tick.value) })}</p>`;
  return html`<div class="row"><button class="danger" onClick=${() => openClosing(item)}>${t("do-close")}</button></div>`;
}

/** @param {{item: Item}} props */
function Doings({ item }) {
  return html`<div class="row">
    ${(NEXT[item.look] ?? []).map((what) => html`<button class=${what === "activate" ? "main" : ""} onClick=${() => openState(item, what)}>${t(`do-${what}`)}</button>`)}
    <button onClick=${() => openRelease(item)}>${t("who-sees-what")}</button>
  </div>`;
}
