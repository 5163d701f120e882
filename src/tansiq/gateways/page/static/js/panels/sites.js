// The list of places: what is notified and what is disputed first, then by name.
import { html, useSignal } from "../html.js";
import { openAskSites } from "../dialogs/siteask.js";
import { openCompare } from "../dialogs/compare.js";
import { openReport } from "../dialogs/report.js";
import { openSiteExport } from "../dialogs/siteexport.js";
import { openSiteImport } from "../dialogs/siteimport.js";
import { openSitePresets } from "../dialogs/sitepresets.js";
import { siteName } from "../map/sites.js";
import { areShown, KINDS, ofKind, shownSites } from "../room/sites.js";
import { chosen, flyTo } from "../room/choice.js";
import { mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Law, Named, Sign, Standing } from "./sitewords.js";

const MOST = 100;
const NEAR_DEG = 0.15;

/** @param {any} site */
export function chooseSite(site) {
  chosen.value = site.id;
  const { position: p, areas } = site;
  flyTo.value = p
    ? [p.lon - NEAR_DEG, p.lat - NEAR_DEG, p.lon + NEAR_DEG, p.lat + NEAR_DEG]
    : areas.map((/** @type {any} */ b) => [b.west, b.south, b.east, b.north]).reduce((/** @type {any} */ a, /** @type {any} */ b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/** @param {any} s */
const order = (s) => (s.is_withdrawn || s.is_expired ? 3 : s.disputed.length ? 0 : s.is_notified ? 1 : 2);

export function Sites() {
  const isOpen = useSignal(true);
  const all = [...shownSites.value].sort((a, b) => order(a) - order(b) || siteName(a).localeCompare(siteName(b)));
  return html`<section aria-labelledby="sites">
    <div class="row"><h2 id="sites" tabindex="-1">${t("sites", { n: all.length })}</h2><span class="space"></span>
      <button class="plain" aria-expanded=${isOpen.value} onClick=${() => (isOpen.value = !isOpen.value)}>${t(isOpen.value ? "sites-fold" : "sites-unfold")}</button>
      ${mayAct.value && html`<button onClick=${() => openReport()}>+ ${t("report-make")}</button>`}</div>
    ${isOpen.value && html`<div class="row"><button onClick=${openAskSites}>${t("site-ask")}</button><button onClick=${() => openCompare()}>${t("site-compare")}</button>
        <button onClick=${() => openSiteImport()}>${t("import")}</button><button onClick=${openSiteExport}>${t("site-export")}</button><button onClick=${openSitePresets}>${t("presets")}</button></div>
      <div class="row"><label class="grow"><span class="hidden">${t("site-kind")}</span><select onChange=${(/** @type {any} */ e) => (ofKind.value = e.target.value)}><option value="" selected=${!ofKind.value}>${t("site-all-kinds")}</option>${KINDS.map((k) => html`<option value=${k} selected=${k === ofKind.value}>${t(`site-${k}`)}</option>`)}</select></label>
        <label class="check small"><input type="checkbox" checked=${areShown} onChange=${(/** @type {any} */ e) => (areShown.value = e.target.checked)} /> ${t("site-on-map")}</label></div>
      ${!all.length && html`<p class="soft">${t("sites-none")}</p>`}
      <ul class="lines">${all.slice(0, MOST).map((s) => html`<li key=${s.id}><button class="line between-lines" aria-pressed=${chosen.value === s.id} onClick=${() => chooseSite(s)}><${Sign} kind=${s.kind} notified=${s.is_notified} /><span class="grow"><${Named} site=${s} /></span><${Standing} site=${s} />
        <span class="soft small wide">${t("site-confirmed", { n: s.confirmed_by })} · ${t(`site-level-${s.level}`)}</span></button></li>`)}</ul>
      ${all.length > MOST && html`<p class="soft small">${t("sites-more", { n: all.length - MOST })}</p>`}
      <${Law} />`}
  </section>`;
}
