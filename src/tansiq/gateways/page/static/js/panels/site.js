// One place: what it is, where, how sure, with the reports it is made of and what parties say of whether they are of one place.
import { html, useEffect, useSignal } from "../html.js";
import { openReport } from "../dialogs/report.js";
import { openReportDone } from "../dialogs/reportdone.js";
import { openSiteRelease } from "../dialogs/siterelease.js";
import { get } from "../room/api.js";
import { chosen } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { changes, sites, tie, unsay } from "../room/sites.js";
import { mayAct, mayLead } from "../room/store.js";
import { t } from "../text/fluent.js";
import { distance, position, time } from "../text/format.js";
import { Do } from "./agreements.js";
import { line } from "./limits.js";
import { chooseSite } from "./sites.js";
import { Law, Named, Sign, Standing } from "./sitewords.js";
import { Num, Party, Typed } from "./words.js";

export function SiteDetail() {
  const site = sites.value.get(chosen.value);
  const told = useSignal(/** @type {any} */ (null));
  useEffect(() => {
    let isHere = true;
    told.value = null;
    if (site) get(`/sites/${site.id}`).then((said) => isHere && (told.value = said), () => {}); // a list that is newer follows
    return () => (isHere = false);
  }, [site, changes.value]);
  if (!site) return null;
  const reports = told.value?.reports ?? [];
  return html`<section class="card detail" aria-labelledby="site">
    <div class="row"><${Sign} kind=${site.kind} notified=${site.is_notified} /><h2 id="site" tabindex="-1"><${Named} site=${site} /></h2><span class="space"></span>
      <button class="plain" onClick=${() => chooseSite(site)}>${t("show-on-map")}</button><button class="plain" onClick=${() => (chosen.value = "")} aria-label=${t("close")}>✕</button></div>
    <p class="row"><${Standing} site=${site} /></p>
    <dl>${line("site-position", site.position ? html`<${Num}>${position(site.position.lat, site.position.lon)}<//>` : t("site-area-only"))}
      ${line("report-accuracy", site.accuracy_m !== null && html`<${Num}>±${Math.round(site.accuracy_m)} m<//>`)}
      ${line("site-confirmations", t("site-confirmed", { n: site.confirmed_by }))}
      ${line("disputed", site.disputed.length > 0 && site.disputed.map((/** @type {string} */ d) => t(`dispute-${d}`)).join(", "))}
      ${line("report-condition", site.condition !== "unknown" && t(`condition-${site.condition}`))}
      ${line("site-buffer", site.notified && html`<${Num}>${distance(site.notified.radius_m)}${site.notified.height_m ? ` · ${Math.round(site.notified.height_m)} m AGL` : ""}<//>`)}
      ${line("level", t(`site-level-${site.level}`))}</dl>
    ${site.landing && html`<${Landing} l=${site.landing} />`}${site.obstacle && html`<${Obstacle} o=${site.obstacle} />`}
    <h3>${t("reports", { n: reports.length })}</h3>
    ${reports.map((/** @type {any} */ r) => html`<${Report} key=${r.id} r=${r} />`)}
    ${mayAct.value && reports.length > 0 && !reports.some((/** @type {any} */ r) => r.is_mine) && html`<div class="row"><button onClick=${() => openReport({ same: reports[0] })}>${t("report-same")}</button></div>`}
    ${told.value?.ties.length > 0 && html`<details><summary>${t("ties", { n: told.value.ties.length })}</summary>${told.value.ties.map((/** @type {any} */ each) => html`<${Tie} key=${each.a + each.b} said=${each} />`)}</details>`}
    <${Law} />
  </section>`;
}

/** @param {{r: any}} props */
function Report({ r }) {
  const link = (/** @type {any} */ l) => (l.url.startsWith("https://") ? html`<a href=${l.url} target="_blank" rel="noopener noreferrer" dir="auto">${l.title}</a> ` : null);
  return html`<article class=${`card ${r.is_withdrawn || r.is_expired ? "past" : ""}`}>
    <p class="row">${r.party ? html`<${Party} code=${r.party} />` : html`<span class="soft">${t("site-reporter-withheld")}</span>`} <${Standing} site=${r} /></p>
    ${r.position && html`<p class="small"><${Num}>${position(r.position.lat, r.position.lon)} ±${Math.round(r.accuracy_m)} m<//></p>`}
    <dl class="small">${line("report-source", r.source && t(`source-${r.source}`))}${line("report-observed", r.observed && html`<${Num}>${time(Date.parse(r.observed), tick.value)}<//>`)}
      ${line("report-holds", r.expires && html`<${Num}>${time(Date.parse(r.expires), tick.value)}<//>`)}${line("report-disputes", r.disputes.length > 0 && r.disputes.map((/** @type {string} */ d) => t(`dispute-${d}`)).join(", "))}
      ${line("remarks", r.remarks && html`<${Typed}>${r.remarks}<//>`)}${line("report-links", r.links.length > 0 && r.links.map(link))}</dl>
    ${r.is_mine && mayAct.value && html`<div class="row">${!r.is_withdrawn && html`<button onClick=${() => openReport({ report: r })}>${t("report-correct")}</button><button onClick=${() => openReportDone(r, "renew")}>${t("report-renew")}</button><button onClick=${() => openReportDone(r, "withdraw")}>${t("report-withdraw")}</button>`}
      <button onClick=${() => openSiteRelease(r)}>${t("who-sees-what")}</button>${mayLead.value && html`<button class="plain" onClick=${() => openReportDone(r, "erase")}>${t("report-erase")}</button>`}</div>`}
  </article>`;
}

/** @param {{said: any}} props */
const Tie = ({ said }) => html`<article class="card"><p>${t(said.is_one ? "tie-one" : "tie-two")} <${Num}>…${said.a.slice(-4)} · …${said.b.slice(-4)}<//></p>
  ${said.sayings.map((/** @type {any} */ s) => html`<p class="small">${s.party ? html`<${Party} code=${s.party} />` : t("site-reporter-withheld")} ${t(s.is_same ? "tie-says-same" : "tie-says-other")} <${Num} class="soft">${time(Date.parse(s.at), tick.value)}<//></p>`)}
  ${mayAct.value && html`<div class="row"><${Do} go=${() => tie(said.a, said.b, true)}>${t("tie-same")}<//><${Do} go=${() => tie(said.a, said.b, false)}>${t("tie-other")}<//>${said.sayings.some((/** @type {any} */ s) => s.is_mine) && html`<${Do} class="plain" go=${() => unsay(said.a, said.b)}>${t("tie-take-back")}<//>`}</div>`}</article>`;

/** @param {{l: any}} props */
const Landing = ({ l }) => html`<h3>${t("landing")}</h3><dl>${line("landing-size", html`<${Num}>${l.length_m} × ${l.width_m} m<//>`)}${line("landing-surface", t(`surface-${l.surface}`))}
  ${line("landing-slope", l.slope_percent !== null && html`<${Num}>${l.slope_percent} %<//>`)}${line("landing-elevation", l.elevation_m !== null && html`<${Num}>${l.elevation_m} m AMSL<//>`)}
  ${line("landing-approaches", l.approaches_deg.length > 0 && html`<${Num}>${l.approaches_deg.map((/** @type {number} */ d) => `${String(d).padStart(3, "0")}°T`).join(", ")}<//>`)}${line("landing-lit", l.is_lit !== null && t(l.is_lit ? "yes" : "no"))}
  ${line("landing-fuel", l.fuel.length > 0 && l.fuel.map((/** @type {string} */ f) => t(`fuel-${f}`)).join(", "))}${line("frequencies", l.frequencies.length > 0 && html`<${Num}>${l.frequencies.join(", ")}<//>`)}
  ${line("landing-obstacles", l.obstacles && html`<${Typed}>${l.obstacles}<//>`)}${line("landing-checked", (l.checked || l.checked_by) && html`<${Num}>${l.checked.slice(0, 10)}<//> <span dir="auto">${l.checked_by}</span>`)}</dl>`;

/** @param {{o: any}} props */
const Obstacle = ({ o }) => html`<h3>${t("site-obstacle")}</h3><dl>${line("obstacle-shape", t(`shape-${o.shape}`))}${line("obstacle-height", html`<${Num}>${o.height_m} m AGL ±${o.accuracy_m} m<//>`)}
  ${line("obstacle-top", o.top_m !== null && html`<${Num}>${o.top_m} m AMSL<//>`)}${line("landing-lit", o.is_lit !== null && t(o.is_lit ? "yes" : "no"))}
  ${line("obstacle-far", o.far_end && html`<${Num}>${position(o.far_end.lat, o.far_end.lon)}<//>`)}</dl>`;
