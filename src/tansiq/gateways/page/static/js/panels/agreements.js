// Proposals between two flights' owners, and the room's open votes.
import { html, useSignal } from "../html.js";
import { accept, confirmRelease, decline, withdraw } from "../room/act.js";
import { openCounter } from "../dialogs/propose.js";
import { tick } from "../room/clock.js";
import { agreements, flights, mayAct, proposals, releases } from "../room/store.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { Motion } from "./motion.js";
import { called, Num, Party, Typed } from "./words.js";

/** A button that asks the room, and says what it says. @param {{go: () => Promise<any>, children: any, class?: string}} props */
export function Do({ go, children, class: look }) {
  const busy = useSignal(false);
  const fault = useSignal("");
  async function act() {
    busy.value = true;
    fault.value = "";
    try {
      await go();
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  }
  return html`<button class=${look ?? ""} disabled=${busy.value} onClick=${act}>${children}</button>${fault.value && html`<p class="fault" role="alert">${fault}</p>`}`;
}

/** @param {any} a @param {any} shift */
export function shiftText(a, shift) {
  const id = shift.whose === "mine" ? a.mine : a.theirs;
  const name = flights.value.has(id) ? called(/** @type {any} */ (flights.value.get(id))) : t(shift.whose === "mine" ? "your-flight" : "their-flight");
  const later = Math.round(shift.delay_s / 60);
  const feet = Math.round(shift.up_m / 0.3048 / 10) * 10;
  const said = [];
  if (feet) said.push(t(feet > 0 ? "shift-up" : "shift-down", { name, feet: `${Math.abs(feet)} ft` }));
  if (later) said.push(t(later > 0 ? "shift-later" : "shift-earlier", { name, minutes: Math.abs(later) }));
  return said.join(" · ") || name;
}

export function Agreements() {
  const waits = (/** @type {any} */ a) => Number(a.state === "open" || a.state === "awaiting");
  const all = [...agreements.value].sort((a, b) => waits(b) - waits(a) || Date.parse(b.made) - Date.parse(a.made));
  return html`<section aria-labelledby="agreements">
    <h2 id="agreements" tabindex="-1">${t("agreements", { n: all.filter(waits).length })}</h2>
    ${!all.length && html`<p class="soft">${t("agreements-none")}</p>`}
    ${all.slice(0, 12).map((a) => html`<${Agreement} key=${a.id} a=${a} />`)}
  </section>`;
}

/** @param {{a: any}} props */
function Agreement({ a }) {
  const isOpen = a.state === "open";
  return html`<article class=${`card ${isOpen || a.state === "awaiting" ? "" : "past"}`}>
    <div class="row">${a.made_by_me ? html`${t("to")} <${Party} code=${a.to} />` : html`<${Party} code=${a.from} />`}
      <span class="soft small"><${Num}>${time(Date.parse(a.made), tick.value)}<//></span><span class="space"></span>
      ${isOpen ? html`<span class="tag warn">${t("answer-by", { until: time(Date.parse(a.deadline), tick.value) })}</span>` : html`<span class=${`tag ${a.state === "awaiting" ? "warn" : ""}`}>${a.awaiting ? t("agreement-awaiting", { uss: a.awaiting, until: time(Date.parse(a.deadline), tick.value) }) : t(`agreement-${a.state}`)}</span>`}</div>
    ${a.words && html`<p><${Typed}>${a.words}<//></p>`}
    <ol class="options">${a.options.map((/** @type {any[]} */ option, /** @type {number} */ n) => html`<li class=${a.chosen === n ? "taken" : ""}>
      <span>${option.map((s) => shiftText(a, s)).join(" + ")}</span>
      ${isOpen && !a.made_by_me && mayAct.value && html`<${Do} class="main" go=${() => accept(a.id, n)}>${t("accept")}<//>`}</li>`)}</ol>
    ${isOpen && mayAct.value && html`<div class="row">${a.made_by_me
      ? html`<${Do} go=${() => withdraw(a.id)}>${t("withdraw")}<//>`
      : html`<${Do} go=${() => decline(a.id)}>${t("decline")}<//><button onClick=${() => openCounter(a)}>${t("counter")}</button>`}</div>`}
  </article>`;
}

export function Proposals() {
  if (!proposals.value.length) return null;
  return html`<section aria-labelledby="proposals">
    <h2 id="proposals" tabindex="-1">${t("votes", { n: proposals.value.length })}</h2>
    ${proposals.value.map((p) => html`<${Motion} key=${p.id} p=${p} />`)}
  </section>`;
}

/** Releases of more that a second person of the party must confirm. */
export function Releases() {
  if (!releases.value.length) return null;
  return html`<section aria-labelledby="releases">
    <h2 id="releases" tabindex="-1">${t("releases-wait", { n: releases.value.length })}</h2>
    ${releases.value.map((r) => html`<article key=${r.id} class="card">
      <p><b><${Num}>${flights.value.get(r.flight)?.name ?? ""}<//></b> ${[...r.grants, ...r.presets].map((/** @type {any} */ g) => html`<span class="tag"><${Num}>${g.party || "*"}<//> ${t(`level-${g.level}`)}</span> `)}</p>
      ${r.by_me ? html`<p class="soft small">${t("release-by-you")}</p>` : mayAct.value && html`<div class="row"><${Do} class="main" go=${() => confirmRelease(r.id, true)}>${t("release-confirm")}<//><${Do} go=${() => confirmRelease(r.id, false)}>${t("decline")}<//></div>`}
    </article>`)}
  </section>`;
}
