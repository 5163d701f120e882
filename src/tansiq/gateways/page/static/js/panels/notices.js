// Notices: those that wait for an answer first, then those that their sender must act upon, then the rest.
import { html } from "../html.js";
import { openAnswer } from "../dialogs/answer.js";
import { openCall } from "../dialogs/call.js";
import { openFigures } from "../dialogs/figures.js";
import { openLink } from "../dialogs/link.js";
import { openCorrect, openNotice, openTakeBack } from "../dialogs/notice.js";
import { openPass } from "../dialogs/pass.js";
import { boundsOf } from "../geo/geodesy.js";
import { airRing } from "../map/air.js";
import { choose, flyTo } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { movements } from "../room/movements.js";
import { alarmsOf, answer, ANSWERS, calls, isToAnswer, listed, minutesLeft, ownLadder, read, toAnswer } from "../room/notices.js";
import { flights, mayDeclare, parties, zones } from "../room/store.js";
import { language, t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { HUES, hueOf } from "../text/parties.js";
import { valueText } from "../text/values.js";
import { Do } from "./agreements.js";
import { Ladder, Receiver, standing } from "./ladder.js";
import { BesidePast, called, Num, Party, Phrase, Typed } from "./words.js";

const SHOWN = 30;

export function Notices() {
  const all = listed.value;
  return html`<section aria-labelledby="notices">
    <div class="row"><h2 id="notices" tabindex="-1">${t("notices", { n: toAnswer.value.length })}</h2><span class="space"></span>
      ${mayDeclare.value && html`<button onClick=${() => openNotice()}>+ ${t("notice-write")}</button><button class="plain" onClick=${() => openCall()}>${t("call-write")}</button>`}<button class="plain" onClick=${openFigures}>${t("figures")}</button></div>
    <${BesidePast} />
    ${!all.length && html`<p class="soft">${t("notices-none")}</p>`}
    ${all.slice(0, SHOWN).map((n) => html`<${Notice} key=${n.id} n=${n} />`)}
    ${calls.value.length > 0 && html`<details><summary>${t("calls", { n: calls.value.length })}</summary><ul class="lines">${calls.value.slice(0, SHOWN).map((c) => html`<${Call} key=${c.id} c=${c} />`)}</ul></details>`}
  </section>`;
}

/** What key A does on a notice: the first of its answers; values of a safety notice are read back first. @param {any} n @returns {Promise<any> | void} */
export function acknowledge(n) {
  const [first] = ANSWERS[n.kind];
  if (n.kind === "safety" && n.values.length) return openAnswer(n, first);
  return answer(n, { answer: first });
}

/** Whether the room itself sent it: it holds drills. @param {any} n */
const isOfRoom = (n) => n.kind === "drill" && !n.from;

/** @param {{n: any}} props */
export function Notice({ n }) {
  const own = ownLadder(n);
  const isOpen = isToAnswer(n);
  const mayAnswer = own && n.state === "open" && mayDeclare.value;
  const hue = n.from ? hueOf(n.from) % HUES : "none";
  return html`<article class=${`card notice hue-${hue} ${isOpen ? "" : "past"} ${n.kind}`} data-notice=${n.id} tabindex="0" aria-label=${t("notice-of", { kind: t(`notice-${n.kind}`), from: n.from || t(isOfRoom(n) ? "notice-from-room" : "owner-withheld") })} onFocusIn=${() => read(n)}>
    <div class="row">${n.is_mine ? html`${t("you")} →` : isOfRoom(n) ? html`<b>${t("notice-from-room")}</b>` : html`<${Party} code=${n.from} />`} <span class="soft small"><${Num}>${time(Date.parse(n.made), tick.value)}<//></span>
      ${n.kind !== "information" && html`<span class=${`tag ${{ safety: "contingent", warning: "warn", drill: "drill" }[/** @type {"safety"} */ (n.kind)] ?? ""}`}>${t(`notice-${n.kind}`)}</span>`}
      <span class="space"></span><${Due} n=${n} /></div>
    <${Words} n=${n} />
    ${n.values.length > 0 && html`<p class="strong">${n.values.map((/** @type {any} */ v, /** @type {number} */ k) => html`${k ? " · " : ""}<${Num}>${valueText(v)}<//>`)}</p>`}
    <${About} about=${n.about} />
    ${(n.polygon || n.circle) && html`<p class="small"><button class="plain" onClick=${() => (flyTo.value = boundsOf([airRing(n)]))}>${t("notice-area-shown")}</button></p>`}
    ${(own?.alarms ?? []).filter((/** @type {string} */ a) => a !== "not_reached").map((/** @type {string} */ a) => html`<p class="fault" role="alert">${t(`alarm-${a}`)}</p>`)}
    ${own?.answer && html`<p class="small"><b>✓ ${t(`answer-${own.answer}`)}</b></p>`}
    ${(n.is_mine || n.relays) && html`<${Reached} n=${n} />`}
    ${mayAnswer && html`<div class="row">${ANSWERS[n.kind].filter((a) => a !== own.answer && !(a === "stand_by" && own.has_stood_by)).map((a, k) => html`<${Reply} n=${n} a=${a} isFirst=${isOpen && !k} />`)}
      <button class="plain" onClick=${() => openPass(n)}>${t("notice-pass")}</button><button class="plain" onClick=${() => openLink(n)}>${t("link")}</button></div>`}
    <details><summary>${t("ladder")}</summary>${n.ladders.map((/** @type {any} */ l) => html`<${Ladder} l=${l} isNamed=${n.is_mine || n.relays} />`)}
      ${n.is_mine && n.state === "open" && mayDeclare.value && html`<div class="row"><button onClick=${() => openCorrect(n)}>${t("notice-correct")}</button><button onClick=${() => openTakeBack(n)}>${t("notice-take-back")}</button></div>`}</details>
  </article>`;
}

/** @param {{n: any, a: string, isFirst: boolean}} props */
function Reply({ n, a, isFirst }) {
  const isAtOnce = a === "received" || (a === "will_comply" && !(n.kind === "safety" && n.values.length));
  const say = html`${t(`answer-${a}`)} ${isFirst && html`<kbd>A</kbd>`}`;
  if (isAtOnce) return html`<${Do} class=${isFirst ? "main" : ""} go=${() => answer(n, { answer: a })}>${say}<//>`;
  return html`<button class=${isFirst ? "main" : ""} onClick=${() => openAnswer(n, a)}>${say}</button>`;
}

/** @param {{n: any}} props */
function Due({ n }) {
  if (n.state !== "open") return html`<span class="tag">${t(`notice-is-${n.state}`)}</span>`;
  if (n.is_closed || (ownLadder(n) && !isToAnswer(n))) return null;
  return html`<span class=${`tag ${minutesLeft(n) < 0 ? "contingent" : "warn"}`}>${t(minutesLeft(n) < 0 ? "notice-late" : "answer-by", { until: time(Date.parse(n.deadline), tick.value) })}</span>`;
}

/** What it says: a phrase in the reader's language, and what was typed as it was typed. @param {{n: any}} props */
function Words({ n }) {
  const said = n.phrase?.texts?.[language.value];
  return html`${n.kind === "drill" && html`<p class="small"><b>${t("notice-exercise")}</b></p>`}
    ${n.phrase && html`<p>${said ? html`<${Phrase} text=${said} />` : html`<${Num}>${n.phrase.code}<//>`}</p>${n.phrase.spoken && language.value !== "en" && html`<p class="soft small"><bdi lang="en" dir="ltr">${n.phrase.spoken}</bdi></p>`}`}
    ${n.text && html`<p><${Typed}>${n.text}<//></p>`}
    ${n.replaced_by && html`<p class="soft small">${t("notice-replaced")}</p>`}`;
}

/** @param {{about: {kind: string, id: string}}} props */
function About({ about }) {
  const item = flights.value.get(about.id) ?? zones.value.get(about.id) ?? movements.value.find((m) => m.id === about.id);
  return item ? html`<p class="small"><button class="plain" onClick=${() => choose(item)}>${t("notice-about")} <bdi>${called(item)}</bdi></button></p>` : null;
}

/** Who has answered, and who has not: then whom to call. @param {{n: any}} props */
function Reached({ n }) {
  const answered = n.ladders.filter((/** @type {any} */ l) => l.answer && !l.alarms.length);
  const waiting = n.ladders.filter((/** @type {any} */ l) => !l.answer && !l.alarms.length);
  const list = (/** @type {any[]} */ some) => some.map((l) => html`<span class="nowrap"><${Receiver} l=${l} /> <span class="soft">${standing(l)}</span></span> `);
  return html`${answered.length > 0 && html`<p class="small">${t("notice-answered", { n: answered.length, all: n.ladders.length })} ${list(answered)}</p>`}
    ${waiting.length > 0 && html`<p class="small">${t("notice-waiting")} ${list(waiting)}</p>`}
    ${alarmsOf(n).map((/** @type {any} */ l) => html`<div class="banner-like" role="alert"><p><${Receiver} l=${l} /> <b>${l.alarms.map((/** @type {string} */ a) => t(`alarm-${a}`)).join(" ")}</b></p>
      <p>${(parties.value.get(l.party)?.voice ?? []).map((/** @type {string} */ v) => html`<a href=${`tel:${v.replace(/\s/g, "")}`}><${Num}>${v}<//></a> `)}</p>
      ${mayDeclare.value && html`<button onClick=${() => openCall({ notice: n.id, called: l.party })}>${t("call-write")}</button>`}</div>`)}`;
}

/** @param {{c: any}} props */
function Call({ c }) {
  return html`<li class="line party-line"><${Num}>${time(Date.parse(c.time), tick.value)}<//> <bdi>${c.caller}</bdi> → <bdi>${c.called}</bdi><span class="space"></span>
    <span class=${`tag ${c.is_answered ? "" : "warn"}`}>${t(c.is_answered ? (c.is_read_back ? "call-read-back" : "call-answered") : "call-missed")}</span>
    ${c.text && html`<span class="small wide"><${Typed}>${c.text}<//></span>`}</li>`;
}
