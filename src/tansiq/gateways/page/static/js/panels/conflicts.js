// Conflicts of one's own, each with what, when, how high, who was entered first, and ready answers; those of others below.
import { html, useEffect, useRef } from "../html.js";
import { openMove } from "../dialogs/move.js";
import { openPropose } from "../dialogs/propose.js";
import { openRecord } from "../dialogs/record.js";
import { openTalk } from "../dialogs/talk.js";
import { chosenConflict, flyTo } from "../room/choice.js";
import { replay, tick } from "../room/clock.js";
import { others, hasMoreOthers } from "../room/between.js";
import { conflicts, pausedUntil } from "../room/conflicts.js";
import { since } from "../room/air.js";
import { agreements, mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { area, clock, span, time } from "../text/format.js";
import { Slice } from "./slice.js";
import { called, Num } from "./words.js";
import { offerText } from "./offers.js";

/** @typedef {import("../room/conflict.js").Conflict} Conflict */

/** Another height keeps the time: it comes first. */
const ORDER = ["height", "delay", "both", "aside"];

/** Show a conflict in list and map. @param {Conflict} c */
export function visit(c) {
  chosenConflict.value = c.no;
  flyTo.value = [
    Math.min(c.a.bounds[0], c.b.bounds[0]), Math.min(c.a.bounds[1], c.b.bounds[1]),
    Math.max(c.a.bounds[2], c.b.bounds[2]), Math.max(c.a.bounds[3], c.b.bounds[3]),
  ]; // prettier-ignore
}

export function Conflicts() {
  const [own, between] = replay.value === null ? [conflicts.value, others.value] : [[], []];
  return html`<section aria-labelledby="conflicts">
    <h2 id="conflicts" tabindex="-1">${t("conflicts-mine", { n: own.length })}</h2>
    ${pausedUntil.value > tick.value && html`<p class="soft small">${t("check-paused")}</p>`}
    ${!own.length && html`<p class="soft">${t(replay.value === null ? "conflicts-none" : "replay-no-conflicts")}</p>`}
    ${own.map((c) => html`<${Card} key=${c.no} c=${c} />`)}
    ${between.length > 0 && html`<details class="between"><summary>${t("conflicts-others", { n: `${between.length}${hasMoreOthers.value ? "+" : ""}` })}</summary>
      ${between.map((c) => html`<${Short} key=${c.no} c=${c} />`)}</details>`}
  </section>`;
}

/** @param {{c: Conflict}} props */
function Card({ c }) {
  const card = useRef(null);
  const isChosen = chosenConflict.value === c.no;
  useEffect(() => {
    if (isChosen) /** @type {any} */ (card.current)?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const open = agreements.value.find((a) => a.state === "open" && a.mine === c.a.id && a.theirs === c.b.id);
  return html`<article ref=${card} class=${`card conflict ${isChosen ? "chosen" : ""}`}>
    <button class="title" onClick=${() => visit(c)} aria-expanded=${isChosen}>
      <span class="tag red"><${Num}>${c.no}<//></span> <b><${Num}>${c.a.name}<//> × ${c.b.look === "occupied" ? t("occupied") : html`<${Num}>${c.b.name}<//>`}</b>
      <span class="space"></span><span class="soft small">${when(c)}</span>
    </button>
    <p class="soft small">${t("overlap")} <${Num}>${span(c.start, c.end, tick.value)}<//>, <${Num}>${c.band}<//>${c.size > 0 && html`, <${Num}>${area(c.size)}<//>`}</p>
    ${since(c) > 0 && html`<p class="small"><span class="tag warn">${t("air-new-tag", { at: time(since(c), tick.value) })}</span></p>`}
    <${Slice} c=${c} />
    <p class="soft small">${first(c)}</p>
    ${open && html`<p class="small">${t(open.made_by_me ? "agreement-asked" : "agreement-to-answer", { until: time(Date.parse(open.deadline), tick.value) })}</p>`}
    ${mayAct.value && html`<div class="row">
      ${[...c.offers].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)).slice(0, 3).map((o, n) => html`<button class=${n ? "" : "main"} onClick=${() => openMove(c, o)}>${offerText(c.a, o)}</button>`)}
      ${!c.b.mine && !c.b.said.managed_by && html`<button onClick=${() => openTalk(c.b, c.a.id)}>${t("talk")}</button>`}
      ${c.b.said.managed_by && html`<button onClick=${() => openRecord(c)}>${t("record")}</button>`}
      ${c.b.kind === "flight" && !c.b.said.managed_by && !open && html`<button onClick=${() => openPropose(c)}>${c.b.look === "occupied" ? t("ask-owner") : t("ask-to-move", { name: called(c.b) })}</button>`}
    </div>`}
  </article>`;
}

/** @param {Conflict} c */
function when(c) {
  const minutes = Math.round((c.start - tick.value) / 60_000);
  if (minutes <= 0) return t("happening-now");
  return minutes < 120 ? t("in-minutes", { n: minutes }) : html`<${Num}>${time(c.start, tick.value)}<//>`;
}

/** Who was entered first: a fact, no priority. @param {Conflict} c */
function first(c) {
  if (c.b.kind === "zone") return t("zone-of", { party: c.b.party || "?" });
  if (!c.first) return t("first-withheld");
  const [mine, theirs] = [Date.parse(c.a.said.entered), Date.parse(c.b.said.entered)];
  const isClose = Math.abs(mine - theirs) < 120_000; // minutes alone would not tell who was first
  const [a, b] = [mine, theirs].map((ms) => (isClose ? clock(ms) : time(ms, tick.value)));
  return c.first === "theirs" ? t("first-theirs", { name: c.b.name, theirs: b, mine: a }) : t("first-mine", { name: c.a.name, theirs: b, mine: a });
}

/** @param {{c: Conflict}} props */
function Short({ c }) {
  return html`<button class="line" onClick=${() => visit(c)}>
    <span class="tag grey"><${Num}>${c.no}<//></span> <b><${Num}>${c.a.name} × ${c.b.name}<//></b>
    <span class="soft small"><${Num}>${span(c.start, c.end, tick.value)} · ${c.band}<//></span>
  </button>`;
}
