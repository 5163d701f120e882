// What of the register waits for a second person of the party.
import { html } from "../html.js";
import { confirmSites, waiting } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { tick } from "../room/clock.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { Do } from "./agreements.js";
import { Num } from "./words.js";

const FORMS = ["geojson", "csv", "kml"];

export function SitesWaiting() {
  const all = waiting.value.filter((w) => !w.is_confirmed);
  if (!all.length) return null;
  return html`<section aria-labelledby="sites-waiting"><h2 id="sites-waiting" tabindex="-1">${t("sites-waiting", { n: all.length })}</h2>${all.map((w) => html`<${Waits} key=${w.id} w=${w} />`)}</section>`;
}

/** @param {{w: any}} props */
export const Waits = ({ w }) => html`<article class="card"><p><b>${t(`site-waits-${w.what}`)}</b> <${Num} class="soft">${time(Date.parse(w.made), tick.value)}<//>
    ${[...w.grants, ...w.presets].map((/** @type {any} */ g) => html`<span class="tag"><${Num}>${g.party || "*"}<//> ${t(`site-level-${g.level}`)}</span> `)}</p>
  ${w.is_confirmed && w.what === "export" ? html`<p class="row">${t("site-export-open", { until: time(Date.parse(w.open_until), tick.value) })} ${FORMS.map((f) => html`<a href=${`/room/v1/sites/exports/${w.id}/${f}`} download=${`register.${f}`}>${f.toUpperCase()}</a>`)}</p>`
    : w.by_me ? html`<p class="soft small">${t("release-by-you")}</p>`
    : mayAct.value && html`<div class="row"><${Do} class="main" go=${() => confirmSites(w.id, true)}>${t("release-confirm")}<//><${Do} go=${() => confirmSites(w.id, false)}>${t("decline")}<//></div>`}</article>`;
