// What is stated of the air, by whom and when; and which of one's own conflicts came up only since.
import { html } from "../html.js";
import { openAir, openAirEnd } from "../dialogs/air.js";
import { byAir, since, stated } from "../room/air.js";
import { airRing } from "../map/air.js";
import { boundsOf } from "../geo/geodesy.js";
import { flyTo } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { elsewhere, mayAct, pressures } from "../room/store.js";
import { t } from "../text/fluent.js";
import { height, span, time } from "../text/format.js";
import { visit } from "./conflicts.js";
import { line } from "./limits.js";
import { Num, Party, Typed } from "./words.js";

export function Air() {
  const all = [...pressures.value.values()];
  const fresh = byAir.value;
  const said = stated.value;
  return html`<section aria-labelledby="air">
    <div class="row"><h2 id="air" tabindex="-1">${t("air", { n: all.length })}</h2><span class="space"></span>
      ${mayAct.value && html`<button onClick=${() => openAir()}>+ ${t("air-state")}</button>`}</div>
    ${elsewhere.value && html`<p class="soft small">${t(all.length ? "air-elsewhere" : "air-everywhere")} <${Num}>QNH ${elsewhere.value.qnh.join("…")} hPa, ISA ${elsewhere.value.isa.map(signed).join("…")} K<//></p>`}
    <div role="status">${said && html`<p class="small">${t("air-stated", { n: said.n })} ${!said.isComplete && t("air-not-all")} <button class="plain" onClick=${() => (stated.value = null)} aria-label=${t("close")}>✕</button></p>`}</div>
    ${fresh.length > 0 && html`<p class="small">${t("air-new", { n: fresh.length })} ${fresh.map((c) => html`<button class="plain" onClick=${() => visit(c)}><span class="tag red"><${Num}>${c.no}<//></span> <${Num}>${time(since(c), tick.value)}<//></button>`)}</p>`}
    ${all.map((p) => html`<${One} key=${p.id} p=${p} />`)}
  </section>`;
}

/** @param {number} k */
const signed = (k) => `${k < 0 ? "−" : "+"}${Math.abs(k)}`;

/** @param {{p: any}} props */
function One({ p }) {
  return html`<article class="card air">
    <div class="row"><b><${Num}>${p.id}<//></b>${p.name && html`<${Typed}>${p.name}<//>`}<span class="space"></span>
      <span class=${`tag ${p.is_now ? "activated" : ""}`}>${t(p.is_now ? "air-now" : Date.parse(p.start) > tick.value ? "air-later" : "air-over")}</span>${!p.is_settled && html`<span class="tag warn">${t("air-following")}</span>`}</div>
    <p><b><${Num}>QNH ${p.qnh_hpa} ±${p.qnh_tolerance_hpa} hPa<//></b> · <${Num}>ISA ${signed(p.isa_k)} ±${p.isa_tolerance_k} K<//></p>
    <dl class="pairs">
      ${line("air-ta-tl", (p.transition_altitude || p.transition_level) && html`<${Num}>${[p.transition_altitude && `TA ${height(p.transition_altitude)}`, p.transition_level && `TL ${height(p.transition_level)}`].filter(Boolean).join(" · ")}<//>`)}
      ${line("from-to", html`<${Num}>${span(Date.parse(p.start), Date.parse(p.end), tick.value)}<//>`)}
      ${line("air-observed", html`<${Num}>${time(Date.parse(p.observed), tick.value)}<//>`)}
      ${line("air-source", html`<${Party} code=${p.by} /> <${Typed}>${p.source}<//>`)}
    </dl>
    <div class="row"><button class="plain" onClick=${() => (flyTo.value = boundsOf([airRing(p)]))}>${t("show-on-map")}</button>
      ${p.is_mine && mayAct.value && html`<button onClick=${() => openAir(p)}>${t("air-again")}</button><button onClick=${() => openAirEnd(p)}>${t("air-end")}</button>`}</div>
  </article>`;
}
