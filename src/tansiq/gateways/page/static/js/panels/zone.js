// One zone: what is known of it, who disputes it, and for one's own what can be done.
import { html } from "../html.js";
import { openZone } from "../dialogs/zone.js";
import { NEXT, openZoneLife } from "../dialogs/zonelife.js";
import { choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { mayAct, zones } from "../room/store.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { line, Limits } from "./limits.js";
import { Num, Party, Typed } from "./words.js";
import { Hours, Life } from "./zones.js";

/** @param {{item: import("../room/items.js").Item}} props */
export function Zone({ item }) {
  const z = item.said;
  return html`<p class="row"><${Party} code=${item.party} named /><${Life} z=${z} /></p>
    <${Limits} item=${item} />
    <dl>
      ${line("authority", z.authority && html`<${Typed}>${z.authority}<//>`)}
      ${line("conditions", z.conditions && html`<${Typed}>${z.conditions}<//>`)}
      ${line("contact", z.contact && html`<${Typed}>${z.contact}<//>`)}
      ${line("frequencies", z.frequency && html`<${Num}>${z.frequency}<//>`)}
      ${line("corridor-width", z.corridor_m > 0 && html`<${Num}>${z.corridor_m} m<//>`)}
      ${line("zone-hours", z.hours.length > 0 && html`<${Hours} hours=${z.hours} />`)}
      ${line("next-hours", z.next.length > 0 && html`<${Num}>${z.next.slice(0, 3).map((/** @type {string[]} */ n) => span(Date.parse(n[0]), Date.parse(n[1]), tick.value)).join(", ")}<//>`)}
      ${line("disputed", z.disputed_by.length > 0 && html`${t("disputed-by", { n: z.disputed_by.length })} ${z.disputed_by.map((/** @type {string} */ id) => html`<${Other} id=${id} />`)}`)}
    </dl>
    ${item.mine && mayAct.value && html`<div class="row">
      ${(NEXT[z.life] ?? []).map((what) => html`<button class=${what === "activate" ? "main" : ""} onClick=${() => openZoneLife(item, what)}>${t(`zone-do-${what}`)}</button>`)}
      ${z.life !== "released" && html`<button onClick=${() => openZone(item)}>${t("zone-change")}</button>`}</div>`}`;
}

/** The zone that says otherwise. @param {{id: string}} props */
function Other({ id }) {
  const other = zones.value.get(id);
  return other && html`<button class="plain" onClick=${() => choose(other)}>${t(`zone-${other.said.kind}`)} <span dir="auto">${other.name}</span> <${Num}>${other.party}<//></button>`;
}
