// The map as tables: the same items, the same choice.
import { html } from "../html.js";
import { chosen, choose, isTable } from "../room/choice.js";
import { preview, tick, shown } from "../room/clock.js";
import { conflictsOf } from "../room/conflicts.js";
import { seenFlights, seenZones } from "../room/past.js";
import { lookAt } from "../map/looks.js";
import { t } from "../text/fluent.js";
import { position, span } from "../text/format.js";
import { MovementsTable, SitesTable } from "./groundtable.js";
import { Num, Party, State, called } from "./words.js";

const MOST = 500;

export function MapTable() {
  const all = [...seenFlights.value.values(), ...seenZones.value.values()].filter((i) => lookAt(i, shown.value, preview.value !== null));
  all.sort((a, b) => a.start - b.start);
  return html`<div class="table-pane" tabindex="0" role="region" aria-label=${t("map-table")}><table>
    <caption class="soft">${t("table-caption", { n: all.length, shown: Math.min(all.length, MOST) })}</caption>
    <thead><tr><th>${t("item")}</th><th>${t("party")}</th><th>${t("state")}</th><th>${t("from-to")}</th><th>${t("band")}</th><th>${t("middle")}</th><th>${t("conflict")}</th></tr></thead>
    <tbody>${all.slice(0, MOST).map((i) => html`<tr key=${i.id} class=${chosen.value === i.id ? "on" : ""}>
      <th scope="row"><button class="plain" onClick=${() => choose(i)}>${i.kind === "zone" ? html`${t(`zone-${i.said.kind}`)} <span dir="auto">${i.name}</span>` : html`<span class=${i.mine ? "strong" : ""}>${called(i)}</span>`}</button></th>
      <td><${Party} code=${i.party} /></td>
      <td>${i.kind === "zone" ? t(i.said.is_in_force ? "zone-in-force" : `zone-life-${i.said.life}`) : html`<${State} item=${i} />`}</td>
      <td><${Num}>${span(i.start, i.end, tick.value)}<//></td><td><${Num}>${i.band}<//></td><td><${Num}>${position(i.at[1], i.at[0])}<//></td>
      <td>${conflictsOf(i).map((c) => html`<span class="tag red"><${Num}>${c.no}<//></span> `)}</td>
    </tr>`)}</tbody></table>
    <${MovementsTable} /><${SitesTable} />
    <button onClick=${() => (isTable.value = false)}>${t("map-back")}</button></div>`;
}
