// What needs this person: one line, each count a way to its list.
import { html } from "../html.js";
import { front, choose, chosenConflict } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { conflicts } from "../room/conflicts.js";
import { alarming, toAnswer as awaiting, toCall } from "../room/notices.js";
import { rechecks } from "../room/sites.js";
import { myPost, own } from "../room/watch.js";
import { agreements, flights, freed, mayAct, mayDeclare, me, mine, proposals } from "../room/store.js";
import { openPlan } from "../dialogs/plan.js";
import { openSearch } from "../dialogs/search.js";
import { openEmergency } from "../dialogs/emergency.js";
import { openReserve } from "../dialogs/reserve.js";
import { metresBetween } from "../geo/geodesy.js";
import { t } from "../text/fluent.js";

const SOON_MS = 4 * 3_600_000;
const NEAR_M = 100_000;

/** Flights of others off their plan, near one of mine. */
function offPlanNear() {
  const off = [...flights.value.values()].filter((f) => !f.mine && (f.look === "nonconforming" || f.look === "contingent" || f.said.is_overrunning));
  return off.filter((f) => mine.value.some((own) => metresBetween(f.at, own.at) < NEAR_M));
}

/** Releases of mine that end soon. */
function ending() {
  const from = tick.value;
  return mine.value.filter((f) =>
    (f.said.grants ?? []).some((/** @type {any} */ g) => {
      const until = g.until ? Date.parse(g.until) : g.until_start_s != null ? f.start + g.until_start_s * 1000 : Infinity;
      return until > from && until < from + SOON_MS;
    }),
  );
}

/** @param {"left" | "right"} side @param {string} id */
function show(side, id) {
  front.value = side;
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** @param {string} id */
function showNotice(id) {
  front.value = "right";
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(`.column [data-notice="${id}"]`))?.focus());
}

export function Needs() {
  const off = offPlanNear();
  const toAnswer = agreements.value.filter((a) => a.state === "open" && !a.made_by_me);
  const votes = proposals.value.filter((p) => p.voters.includes(me.value?.party) && ![...p.yes, ...p.no].includes(me.value?.party));
  const soon = ending();
  const notices = awaiting.value.filter((n) => n.kind !== "drill");
  const drills = awaiting.value.filter((n) => n.kind === "drill");
  const lines = [
    { n: conflicts.value.length, say: "needs-conflicts", look: "conflict", go: () => (show("left", "conflicts"), (chosenConflict.value = conflicts.value[0].no)) },
    { n: off.length, say: "needs-off-plan", look: "warn", go: () => (choose(off[0]), (front.value = "map")) },
    { n: Number(myPost.value?.is_prompted ?? false), say: "needs-here", look: "warn", go: () => show("right", "watch") },
    { n: Number(own.value?.handover?.may_tick ?? false), say: "needs-handover", look: "accent", go: () => show("right", "watch") },
    { n: notices.length, say: "needs-notices", look: notices.some((n) => n.kind === "safety") ? "conflict" : "warn", go: () => showNotice(notices[0].id) },
    { n: toCall.value.length, say: "needs-calls", look: "warn", go: () => showNotice(toCall.value[0].id) },
    { n: alarming.value.length, say: "needs-alarms", look: "warn", go: () => showNotice(alarming.value[0].id) },
    { n: drills.length, say: "needs-drills", look: "accent", go: () => showNotice(drills[0].id) },
    { n: toAnswer.length, say: "needs-proposals", look: "accent", go: () => show("right", "agreements") },
    { n: freed.value.length, say: "needs-freed", look: "accent", go: () => show("right", "freed") },
    { n: soon.length, say: "needs-releases", look: "accent", go: () => choose(soon[0]) },
    { n: rechecks.value.length, say: "needs-recheck", look: "accent", go: () => show("right", "rechecks") },
    { n: votes.length, say: "needs-votes", look: "accent", go: () => show("right", "proposals") },
  ].filter((line) => line.n);
  return html`<nav class="needs" aria-label=${t("needs")}>
    <h2>${t("needs")}</h2>
    ${lines.length ? lines.map((l) => html`<button class=${`need ${l.look}`} onClick=${l.go}><b class="num">${l.n}</b> ${t(l.say, { n: l.n })}</button>`) : html`<span class="soft">${t("needs-nothing")}</span>`}
    <span class="space"></span>
    <button onClick=${openSearch} aria-keyshortcuts="/">${t("search")} <kbd>/</kbd></button>
    <button onClick=${openPlan}>${t("plan")}</button>
    ${mayDeclare.value && html`<button class="danger" onClick=${openEmergency} aria-keyshortcuts="Shift+e">‼ <span>${t("emergency")}</span></button>`}
    ${mayAct.value && html`<button class="main" onClick=${() => openReserve()} aria-keyshortcuts="n">+ ${t("reserve")}</button>`}
  </nav>`;
}
