// What the map shows on the ground, as tables: movements and places.
import { boundsOf } from "../geo/geodesy.js";
import { html } from "../html.js";
import { choose, chosen } from "../room/choice.js";
import { shown, tick } from "../room/clock.js";
import { isSeenAt, placeAt } from "../room/movements.js";
import { seenMovements } from "../room/past.js";
import { areShown, shownSites } from "../room/sites.js";
import { siteName } from "../map/sites.js";
import { t } from "../text/fluent.js";
import { position, span } from "../text/format.js";
import { Progress } from "./movements.js";
import { chooseSite } from "./sites.js";
import { Law, Named, Standing } from "./sitewords.js";
import { Num, Party } from "./words.js";

const MOST = 200;

export function MovementsTable() {
  const all = seenMovements.value.filter((m) => isSeenAt(m, shown.value));
  return html`<table><caption class="soft">${t("movements", { n: all.length })}</caption>
    <thead><tr><th>${t("item")}</th><th>${t("party")}</th><th>${t("state")}</th><th>${t("from-to")}</th><th>${t("movement-here")}</th></tr></thead>
    <tbody>${all.slice(0, MOST).map((m) => html`<tr key=${m.id} class=${chosen.value === m.id ? "on" : ""}>
      <th scope="row"><button class="plain" onClick=${() => choose(m)}>${m.name}</button></th><td><${Party} code=${m.party} /></td><td><${Progress} m=${m.said} /></td>
      <td><${Num}>${span(m.start, m.end, tick.value)}<//></td><td><${By} at=${placeAt(m, shown.value)} boxes=${m.said.areas} /></td></tr>`)}</tbody></table>`;
}

export function SitesTable() {
  const all = areShown.value ? [...shownSites.value].sort((a, b) => siteName(a).localeCompare(siteName(b))) : [];
  return html`<table><caption class="soft">${t("sites", { n: all.length })}</caption>
    <thead><tr><th>${t("item")}</th><th>${t("state")}</th><th>${t("site-position")}</th></tr></thead>
    <tbody>${all.slice(0, MOST).map((s) => html`<tr key=${s.id} class=${chosen.value === s.id ? "on" : ""}>
      <th scope="row"><button class="plain" onClick=${() => chooseSite(s)}><${Named} site=${s} /></button></th>
      <td><${Standing} site=${s} /> <span class="soft small">${t("site-confirmed", { n: s.confirmed_by })}</span></td>
      <td><${By} at=${s.position && [s.position.lon, s.position.lat]} boxes=${s.areas} /></td></tr>`)}</tbody></table>
    ${all.length > MOST && html`<p class="soft small">${t("sites-more", { n: all.length - MOST })}</p>`}
    ${all.length > 0 && html`<${Law} />`}`;
}

/** A place, or from where to where the cells reach that are told instead. @param {{at: [number, number] | null, boxes: any[]}} props */
function By({ at, boxes }) {
  if (at) return html`<${Num}>${position(at[1], at[0])}<//>`;
  if (!boxes.length) return "–";
  const [west, south, east, north] = boundsOf([boxes.flatMap((b) => [[b.west, b.south], [b.east, b.north]])]);
  return html`<${Num}>${position(south, west)} – ${position(north, east)}<//>`;
}
