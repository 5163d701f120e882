// The own watch: who has it, who is told second, whether somebody is asked for, and its notes, which no other party is told of.
import { html, useSignal } from "../html.js";
import { openDrills, openHandover, openSheets } from "../dialogs/handover.js";
import { send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { askNotes, myPost, notes, own, watch } from "../room/watch.js";
import { mayDeclare } from "../room/store.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { Do } from "./agreements.js";
import { BesidePast, Num, Typed } from "./words.js";

export function Watch() {
  const w = own.value;
  if (!w) return null;
  const me = myPost.value;
  const isTaken = w.holder?.is_there;
  return html`<section aria-labelledby="watch">
    <div class="row"><h2 id="watch" tabindex="-1">${t("watch")}</h2><span class="space"></span>
      <button class="plain" onClick=${openDrills}>${t("drills")}</button><button class="plain" onClick=${openSheets}>${t("sheets")}</button></div>
    <${BesidePast} />
    ${w.holder ? html`<${Person} p=${w.holder} say="watch-holder" />` : html`<p class="small"><span class="tag warn">${t("watch-nobody")}</span></p>`}
    ${w.deputies.map((/** @type {any} */ p) => html`<${Person} key=${p.id} p=${p} say="watch-deputy" />`)}
    ${w.handover && html`<div class="banner-like"><p>${w.handover.to_name ? t("handover-to", { by: w.handover.by_name, to: w.handover.to_name }) : t("handover-open", { by: w.handover.by_name })}</p>
      <button class=${w.handover.may_tick ? "main" : ""} onClick=${openHandover}>${t("handover-sheet")}</button></div>`}
    ${mayDeclare.value && html`<div class="row">
      ${me && html`<${Do} class=${me.is_prompted ? "main" : ""} go=${() => watch("here")}>${t("watch-here")}<//>`}
      ${!isTaken && !w.holder?.is_me && html`<${Do} class="main" go=${() => watch("take", { duty: "watch" })}>${t("watch-take")}<//>`}
      ${!me && html`<${Do} go=${() => watch("take", { duty: "deputy" })}>${t("watch-second")}<//>`}
      ${!w.handover && w.holder && html`<button onClick=${openHandover}>${t(w.holder.is_me ? "handover-begin" : "handover-ask")}</button>`}
      ${me && html`<${Do} go=${() => watch("leave")}>${t("watch-leave")}<//>`}</div>`}
    <details><summary>${t("notes", { n: notes.value.length })}</summary><${Notes} /></details>
  </section>`;
}

/** @param {{p: any, say: string}} props */
function Person({ p, say }) {
  return html`<p class="row small"><span class="soft">${t(say)}</span> <b><${Typed}>${p.name || t("withheld")}<//></b> ${p.is_me && html`<span class="soft">(${t("you")})</span>`}
    <span class="soft"><${Num}>${time(Date.parse(p.since), tick.value)}<//></span><span class="space"></span>
    ${p.is_prompted ? html`<span class="tag warn" role=${p.is_me ? "alert" : "status"}>${t(p.is_me ? "watch-prompt" : "watch-asked", { at: time(Date.parse(p.gone_at), tick.value) })}</span>` : !p.is_there && html`<span class="tag warn">${t("watch-gone")}</span>`}</p>`;
}

function Notes() {
  const words = useSignal("");
  async function keep() {
    await send("POST", "/watch/notes", { words: words.peek() });
    words.value = "";
    await askNotes();
  }
  /** @param {any} n @param {boolean} erase */
  const drop = async (n, erase) => {
    await send("DELETE", `/watch/notes/${encodeURIComponent(n.id)}${erase ? "?erase=true" : ""}`);
    await askNotes();
  };
  return html`<ul class="lines">${notes.value.map((n) => html`<li key=${n.id} class="line party-line"><${Num}>${time(Date.parse(n.made), tick.value)}<//> <span class="soft"><${Typed}>${n.by_name}<//></span><span class="space"></span>
      ${mayDeclare.value && html`<${Do} class="plain" go=${() => drop(n, false)}>${t("note-drop")}<//><${Do} class="plain" go=${() => drop(n, true)}>${t("note-erase")}<//>`}<span class="wide"><${Typed}>${n.words}<//></span></li>`)}</ul>
    ${mayDeclare.value && html`<label class="stacked">${t("note-new")} <textarea rows="2" maxlength="2000" dir="auto" value=${words} onInput=${(/** @type {any} */ e) => (words.value = e.target.value)}></textarea></label>
      ${words.value.trim() && html`<${Do} class="main" go=${keep}>${t("note-keep")}<//>`}`}`;
}
