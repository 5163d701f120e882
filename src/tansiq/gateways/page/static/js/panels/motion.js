// One open proposal of the members: what it is about, until when, who said what, and the vote.
import { html } from "../html.js";
import { vote, withdrawMotion } from "../room/act.js";
import { tick } from "../room/clock.js";
import { differences, ruleName, said } from "../room/rules.js";
import { mayLead, me, room } from "../room/store.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { Do } from "./agreements.js";
import { Num, Party, Typed } from "./words.js";

/** @param {{p: any}} props */
export function Motion({ p }) {
  const own = me.value?.party ?? "";
  const named = Object.values(p.described.names)[0];
  return html`<article class="card">
    <div class="row"><b>${t(`matter-${p.matter}`)}</b> ${p.party && html`<b><${Num}>${p.party}<//></b>`} ${named && html`<span dir="auto">${named}</span>`}</div>
    ${p.reason && html`<p><${Typed}>${p.reason}<//></p>`}
    ${p.charter && room.value && html`<${Differences} old=${room.value.charter} next=${p.charter} />`}
    <p class="soft small">${t("vote-state", { by: p.by, yes: p.yes.length, no: p.no.length, needed: p.needed, until: time(Date.parse(p.deadline), tick.value) })}</p>
    <p class="row votes">${p.voters.map((/** @type {string} */ code) => html`<span><${Party} code=${code} /> ${mark(p, code)}</span>`)}</p>
    ${mayLead.value && html`<div class="row">
      ${p.voters.includes(own) && ![...p.yes, ...p.no].includes(own) && html`<${Do} class="main" go=${() => vote(p.id, true)}>${t("vote-yes")}<//><${Do} go=${() => vote(p.id, false)}>${t("vote-no")}<//>`}
      ${p.by === own && html`<${Do} go=${() => withdrawMotion(p.id)}>${t("withdraw")}<//>`}</div>`}
  </article>`;
}

/** @param {any} p @param {string} code */
const mark = (p, code) => (p.yes.includes(code) ? `✓ ${t("vote-yes")}` : p.no.includes(code) ? `✗ ${t("vote-no")}` : html`<span class="soft">…</span>`);

/** Each rule that changes: as it is, and as it would be. @param {{old: any, next: any}} props */
export const Differences = ({ old, next }) => html`<table class="differences"><thead><tr><th scope="col">${t("rule")}</th><th scope="col">${t("rule-now")}</th><th scope="col">${t("rule-then")}</th></tr></thead>
  <tbody>${differences(old, next).map((rule) => html`<tr key=${rule.key}><th scope="row">${ruleName(rule)}</th><td><s><bdi>${said(rule, old[rule.key])}</bdi></s></td><td><b><bdi>${said(rule, next[rule.key])}</bdi></b></td></tr>`)}</tbody></table>`;
