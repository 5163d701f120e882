// Reports of one's own to be looked at again: what others report contradicts them, or they ran out, or are about to.
import { html } from "../html.js";
import { openReport } from "../dialogs/report.js";
import { openReportDone } from "../dialogs/reportdone.js";
import { tick } from "../room/clock.js";
import { rechecks } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { position, time } from "../text/format.js";
import { Law, Named, Sign } from "./sitewords.js";
import { Num } from "./words.js";

const SHOWN = 20;

/** Why, in a sentence. @param {any} r */
function why(r) {
  if (r.recheck) return t("recheck-contradicted");
  return t(r.is_expired ? "recheck-expired" : "recheck-ends", { at: time(Date.parse(r.expires), tick.value) });
}

export function Rechecks() {
  const all = [...rechecks.value].sort((a, b) => Number(b.recheck) - Number(a.recheck) || Date.parse(a.expires) - Date.parse(b.expires));
  if (!all.length) return null;
  return html`<section aria-labelledby="rechecks"><h2 id="rechecks" tabindex="-1">${t("rechecks", { n: all.length })}</h2>
    ${all.slice(0, SHOWN).map((r) => html`<article class="card" key=${r.id}>
      <p class="row"><${Sign} kind=${r.kind} notified=${r.is_notified} /><span><${Named} site=${r} /></span></p><p class="small"><${Num}>${position(r.position.lat, r.position.lon)} ±${Math.round(r.accuracy_m)} m<//></p>
      <p class="small">${why(r)}</p>
      ${mayAct.value && html`<div class="row"><button class=${r.recheck ? "main" : ""} onClick=${() => openReport({ report: r })}>${t("report-correct")}</button><button class=${r.recheck ? "" : "main"} onClick=${() => openReportDone(r, "renew")}>${t("report-renew")}</button><button onClick=${() => openReportDone(r, "withdraw")}>${t("report-withdraw")}</button></div>`}</article>`)}
    <${Law} /></section>`;
}
