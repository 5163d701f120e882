// The room itself: what its members agreed, who they are, what is open to a vote, and what a lead may set going.
import { html, useSignal } from "../html.js";
import { tick } from "../room/clock.js";
import { send } from "../room/api.js";
import { groupsOf, ruleName, said } from "../room/rules.js";
import { mayLead, me, parties, proposals, room } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Motion } from "../panels/motion.js";
import { Party, Typed } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { date, time } from "../text/format.js";
import { openAmend } from "./amend.js";
import { open } from "./host.js";
import { openMotion } from "./motion.js";

export const openCharter = () => open({ title: () => html`${t("charter")} – <span dir="auto">${room.value?.charter.name ?? ""}</span>`, body: Room, wide: true });

function Room() {
  const charter = room.value?.charter;
  if (!charter) return null;
  return html`<div class="dialog-body">
    <section><h2>${t("votes", { n: proposals.value.length })}</h2>
      ${!proposals.value.length && html`<p class="soft">${t("votes-none")}</p>`}
      ${proposals.value.map((p) => html`<${Motion} key=${p.id} p=${p} />`)}
      ${mayLead.value && html`<div class="row"><button onClick=${() => openMotion("admit", "")}>${t("admit-propose")}</button><button onClick=${openAmend}>${t("amend-propose")}</button></div>`}</section>
    <section><h2>${t("members")}</h2><${Members} /></section>
    <section class="rules"><h2>${t("charter-agreed")}</h2>
      ${groupsOf(charter).map(([group, rules]) => html`<h3>${t(`rules-${group}`)}</h3><dl class="pairs">${rules.map((rule) => html`<dt data-rule=${rule.key}>${ruleName(rule)}</dt><dd><bdi>${said(rule, charter[rule.key])}</bdi></dd>`)}</dl>`)}</section>
  </div>`;
}

/** What the members may decide about a party, by where it stands. @type {Record<string, string[]>} */
const MATTERS = { member: ["suspend", "expel"], suspended: ["reinstate", "expel"] };

function Members() {
  const all = [...parties.value.values()].sort((a, b) => a.hue - b.hue);
  return html`<ul class="lines">${all.map((p) => html`<li key=${p.code} class="line party-line">
    <${Party} code=${p.code} named /><span class=${`tag ${p.state === "suspended" ? "warn" : ""}`}>${t(`party-${p.state}`)}</span>
    <span class="soft small">${t("party-since", { since: `${date(Date.parse(p.since))} ${time(Date.parse(p.since), Date.parse(p.since))}` })}</span><span class="space"></span>
    ${mayLead.value && p.code !== me.value?.party && html`${(MATTERS[p.state] ?? []).map((matter) => html`<button onClick=${() => openMotion(matter, p.code)}>${t(`matter-${matter}`)}</button>`)}
      ${p.state === "member" && html`<${FirstLead} code=${p.code} />`}`}
    ${p.contact && html`<span class="soft small wide"><${Typed}>${p.contact}<//></span>`}
  </li>`)}</ul><p class="soft small">${t("first-lead-hint")}</p>`;
}

/** The way in of a party's first person. It works once, and whoever hands it on is named in the log. @param {{code: string}} props */
function FirstLead({ code }) {
  const way = useSignal(/** @type {any} */ (null));
  return way.value
    ? html`<label class="wide">${t("first-lead-link", { until: time(Date.parse(way.value.expires), tick.value) })} <input readonly dir="ltr" value=${way.value.link} onFocus=${(/** @type {any} */ e) => e.target.select()} /></label>`
    : html`<${Do} go=${async () => (way.value = await send("POST", `/parties/${encodeURIComponent(code)}/first-lead`))}>${t("first-lead")}<//>`;
}
