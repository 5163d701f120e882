// Who is in the room, and how their watch is reached.
import { html } from "../html.js";
import { openCharter } from "../dialogs/charter.js";
import { openLedger } from "../dialogs/ledger.js";
import { me, parties } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Num, Party, Typed } from "./words.js";

export function Parties() {
  const all = [...parties.value.values()].filter((p) => p.state !== "proposed" && p.state !== "left").sort((a, b) => a.hue - b.hue);
  return html`<section aria-labelledby="parties">
    <div class="row"><h2 id="parties" tabindex="-1">${t("parties", { n: all.length })}</h2><span class="space"></span><button onClick=${openCharter}>${t("charter")}</button></div>
    <ul class="lines">${all.map((p) => html`<li key=${p.code} class="line party-line">
      <${Party} code=${p.code} named /><span class="space"></span>
      ${p.code === me.value?.party ? html`<span class="soft small">${t("you")}</span>` : html`<span class="small end">${p.voice.map((/** @type {string} */ v) => html`<a href=${`tel:${v.replace(/\s/g, "")}`}><${Num}>${v}<//></a>`)}</span>`}
      ${p.state === "suspended" && html`<span class="tag warn">${t("suspended")}</span>`}
      ${p.code !== me.value?.party && html`<span class="soft small wide row"><${Typed}>${p.contact}<//><span class="space"></span><button class="plain small" onClick=${() => openLedger(p.code)}>${t("ledger-short")}</button></span>`}
    </li>`)}</ul>
  </section>`;
}
