// The ledger of one's own party and another: who gave way by agreement, how often, and by how much. Kept while both wish it.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { ledgerChanged, mayLead } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { number, time } from "../text/format.js";
import { open } from "./host.js";

const SHOWN = 50;

/** @param {string} code of the other party */
export function openLedger(code) {
  open({ title: () => html`${t("ledger")} <${Party} code=${code} named />`, body: () => html`<${Ledger} code=${code} />` });
}

/** @param {{code: string}} props */
function Ledger({ code }) {
  const held = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  const path = `/ledger/${encodeURIComponent(code)}`;
  useEffect(() => {
    get(path).then((said) => (held.value = said), (error) => (fault.value = error.message));
  }, [ledgerChanged.value]);
  const l = held.value;
  if (!l) return html`<div class="dialog-body"><p class=${fault.value ? "fault" : "soft"} role="status">${fault.value || t("checking")}</p></div>`;
  const wish = async (/** @type {boolean} */ keep) => (held.value = await send("PUT", path, { keep }));
  return html`<div class="dialog-body">
    <p class="soft">${t("ledger-about")}</p>
    <p><b>${t(standing(l))}</b> ${l.since && html`<span class="soft small">${t("ledger-since")} <${Num}>${time(Date.parse(l.since), tick.value)}<//></span>`}</p>
    ${mayLead.value && html`<div class="row"><${Do} class=${l.kept_by_me ? "" : "main"} go=${() => wish(!l.kept_by_me)}>${t(l.kept_by_me ? "ledger-stop" : "ledger-keep")}<//></div>`}
    <table><thead><tr><th scope="col">${t("ledger-gave")}</th><th scope="col">${t("ledger-times")}</th><th scope="col">${t("ledger-minutes")}</th><th scope="col">${t("ledger-feet")}</th></tr></thead>
      <tbody>${[[t("you"), l.mine], [html`<${Party} code=${code} />`, l.theirs]].map(([who, total]) => html`<tr><th scope="row">${who}</th><td><${Num}>${total.times}<//></td><td><${Num}>${number(total.minutes)}<//></td><td><${Num}>${number(total.feet)}<//></td></tr>`)}</tbody></table>
    ${l.entries.length > 0 && html`<ul class="lines">${[...l.entries].reverse().slice(0, SHOWN).map((/** @type {any} */ e) => html`<li class="line"><${Num}>${time(Date.parse(e.at), tick.value)}<//> ${e.who === "mine" ? t("you") : html`<${Party} code=${code} />`}<span class="space"></span><${Num}>${moved(e)}<//></li>`)}</ul>`}
  </div>`;
}

/** @param {any} l */
function standing(l) {
  if (l.kept_by_me) return l.kept_by_them ? "ledger-both" : "ledger-you";
  return l.kept_by_them ? "ledger-them" : "ledger-none";
}

/** "+30 min −2000 ft". @param {any} e */
function moved(e) {
  const said = (/** @type {number} */ n, /** @type {string} */ unit) => (Math.round(n) ? `${n < 0 ? "−" : "+"}${Math.abs(Math.round(n))} ${unit}` : "");
  return [said(e.minutes, "min"), said(e.feet, "ft")].filter(Boolean).join(" ");
}
