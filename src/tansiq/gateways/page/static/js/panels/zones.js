// Zones: in force, then planned, then given free; those that say otherwise of the same air as another are marked on both.
import { html } from "../html.js";
import { openZone } from "../dialogs/zone.js";
import { dayName } from "../dialogs/hours.js";
import { chosen, choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { seenZones } from "../room/past.js";
import { mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { Num, Party } from "./words.js";

const ORDER = ["active", "planned", "requested", "released"];

/** @param {any} z */
const order = (z) => (z.is_in_force ? -1 : ORDER.indexOf(z.life));

/** Where a zone stands, in a word. @param {{z: any}} props */
export const Life = ({ z }) => html`<span class=${`tag ${z.is_in_force ? "warn" : ""}`}>${t(z.is_in_force ? "zone-in-force" : `zone-life-${z.life}`)}</span>
  ${z.disputed_by.length > 0 && html`<span class="tag disputed">⚡ ${t("disputed")}</span>`}`;

/** "Mon Tue 06:00–18:00". @param {{hours: any[]}} props */
export const Hours = ({ hours }) => html`${hours.map((h) => html`<span class="nowrap">${h.days.map(dayName).join(" ")} <${Num}>${h.start}–${h.end}<//></span> `)}`;

export function Zones() {
  const all = [...seenZones.value.values()].sort((a, b) => order(a.said) - order(b.said) || a.start - b.start);
  return html`<section aria-labelledby="zones">
    <div class="row"><h2 id="zones" tabindex="-1">${t("zones", { n: all.length })}</h2><span class="space"></span>
      ${mayAct.value && html`<button onClick=${() => openZone()}>+ ${t("zone-announce")}</button>`}</div>
    ${!all.length && html`<p class="soft">${t("zones-none")}</p>`}
    <ul class="lines">${all.map((z) => html`<li key=${z.id}><button class="line between-lines" aria-pressed=${chosen.value === z.id} onClick=${() => choose(z)}>
      <b>${t(`zone-${z.said.kind}`)} <span dir="auto">${z.name}</span></b> <${Party} code=${z.party} /><span class="space"></span><${Life} z=${z.said} />
      <span class="soft small wide"><${Num}>${span(z.start, z.end, tick.value)} · ${z.band}<//> <${Hours} hours=${z.said.hours} /></span>
    </button></li>`)}</ul>
  </section>`;
}
