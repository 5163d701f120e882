// One movement: its way with times, what was said of it on the way, and, of one's own, what can be said next and who is told.
import { html } from "../html.js";
import { openMovement } from "../dialogs/movement.js";
import { openMovementNews } from "../dialogs/movementnews.js";
import { openMovementRelease } from "../dialogs/movementrelease.js";
import { chosen, flyTo } from "../room/choice.js";
import { shown, tick } from "../room/clock.js";
import { confirmMovement, movements, NEXT, placeAt } from "../room/movements.js";
import { mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { distance, position, span, time } from "../text/format.js";
import { Do } from "./agreements.js";
import { line } from "./limits.js";
import { Progress } from "./movements.js";
import { Law } from "./sitewords.js";
import { Num, Party, Typed } from "./words.js";

export function MovementDetail() {
  const m = movements.value.find((each) => each.id === chosen.value);
  if (!m) return null;
  const { said } = m;
  const at = placeAt(m, shown.value);
  return html`<section class="card detail" aria-labelledby="movement">
    <div class="row"><h2 id="movement" tabindex="-1">${m.name}</h2><span class="space"></span>
      <button class="plain" onClick=${() => (flyTo.value = [...m.bounds])}>${t("show-on-map")}</button><button class="plain" onClick=${() => (chosen.value = "")} aria-label=${t("close")}>✕</button></div>
    <p class="row"><${Party} code=${m.party} named /><${Progress} m=${said} /></p>
    <dl>${line("movement-hours", html`<${Num}>${span(m.start, m.end, tick.value)}<//>`)}
      ${line("movement-here", at && html`<${Num}>${position(at[1], ((at[0] + 540) % 360) - 180)}<//> <span class="soft nowrap">(<${Num}>${time(shown.value, tick.value)}<//>)</span>`)}
      ${line("movement-vehicles", said.vehicles !== null && (said.vehicles === 0 ? t("movement-on-foot") : html`<${Num}>${said.vehicles}<//>`))}
      ${line("movement-markings", said.markings && html`<${Typed}>${said.markings}<//>`)}${line("contact", said.contact && html`<${Typed}>${said.contact}<//>`)}
      ${line("remarks", said.remarks && html`<${Typed}>${said.remarks}<//>`)}${line("width", said.width_m !== null && html`<${Num}>${distance(said.width_m)}<//>`)}
      ${line("level", !m.mine && t(`movement-level-${said.level}`))}</dl>
    ${said.level === "area" && html`<p class="soft small">${t("movement-area-only")}</p>`}
    ${m.line.length > 0 && html`<details open><summary>${t("movement-way", { n: m.line.length })}</summary><table><tbody>${m.line.map((p) => html`<tr><th scope="row"><${Num}>${time(p.ms, tick.value)}<//></th><td><${Num}>${position(p.at[1], ((p.at[0] + 540) % 360) - 180)}<//></td></tr>`)}</tbody></table></details>`}
    ${said.steps.length > 0 && html`<h3>${t("movement-steps")}</h3><ul class="lines">${said.steps.map((/** @type {any} */ s) => html`<li class="small"><${Num}>${time(Date.parse(s.at), tick.value)}<//> ${t(`movement-is-${s.state}`)}${s.expected && html` · ${t("movement-expected")} <${Num}>${time(Date.parse(s.expected), tick.value)}<//>`}</li>`)}</ul>`}
    ${m.mine && html`<p class="small">${t("movement-told")} ${said.grants.length ? said.grants.map((/** @type {any} */ g) => html`<span class="nowrap"><${Party} code=${g.party} /> <span class="soft">${t(`movement-level-${g.level}`)}</span></span> `) : t("movement-told-nobody")}</p>`}
    ${said.waits.length > 0 && html`<div class="banner-like"><p>${t("movement-waits")} ${said.waits.map((/** @type {any} */ g) => html`<span class="tag"><${Num}>${g.party}<//> ${t(`movement-level-${g.level}`)}</span> `)}</p>
      ${said.waits_by_me ? html`<p class="soft small">${t("release-by-you")}</p>` : mayAct.value && html`<div class="row"><${Do} class="main" go=${() => confirmMovement(m, true)}>${t("release-confirm")}<//><${Do} go=${() => confirmMovement(m, false)}>${t("decline")}<//></div>`}</div>`}
    ${m.mine && mayAct.value && html`<div class="row">${NEXT[said.state].map((word, n) => html`<button class=${n ? "" : "main"} onClick=${() => openMovementNews(m, word)}>${t(`movement-${word}`)}</button>`)}
      ${said.state === "planned" && html`<button onClick=${() => openMovement(m)}>${t("movement-change")}</button>`}
      ${NEXT[said.state].length > 0 && html`<button onClick=${() => openMovementRelease(m)}>${t("who-sees-what")}</button>`}</div>`}
    <${Law} />
  </section>`;
}
