// Who is in the room, and how their watch is reached.
import { html } from "../html.js";
import { openCharter } from "../dialogs/charter.js";
import { openLedger } from "../dialogs/ledger.js";
import { tick } from "../room/clock.js";
import { me, parties } from "../room/store.js";
import { watchOf } from "../room/watch.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { Num, Party, Typed } from "./words.js";

export function Parties() {
  const all = [...parties.value.values()].filter((p) => p.state !== "proposed" && p.state !== "left").sort((a, b) => a.hue - b.hue);
  return html`<section aria-labelledby="parties">
    <div class="row"><h2 id="parties" tabindex="-1">${t("parties", { n: all.length })}</h2><span class="space"></span><button onClick=${openCharter}>${t("charter")}</button></div>
    <ul class="lines">${all.map((p) => html`<li key=${p.code} class="line party-line">
      <${Party} code=${p.code} named /><span class="space"></span>
      ${p.code === me.value?.party ? html`<span class="soft small">${t("you")}</span>` : html`<span class="small end">${p.voice.map((/** @type {string} */ v) => html`<a href=${`tel:${v.replace(/\s/g, "")}`}><${Num}>${v}<//></a>`)}</span>`}
      ${p.state === "suspended" && html`<span class="tag warn">${t("suspended")}</span>`}
      ${p.code !== me.value?.party && html`<span class="soft small wide row"><${Typed}>${p.contact}<//><${OnWatch} w=${watchOf.value.get(p.code)} /><span class="space"></span><button class="plain small" onClick=${() => openLedger(p.code)}>${t("ledger-short")}</button></span>`}
    </li>`)}</ul>
  </section>`;
}

/** Whether anybody of a party is on watch, and when each way to reach it was last proven to work. @param {{w: any}} props */
function OnWatch({ w }) {
  if (!w) return null;
  const proven = Object.entries(w.alive).filter(([, at]) => at).map(([means, at]) => `${t(`means-${means}`)} ${time(Date.parse(/** @type {string} */ (at)), tick.value)}`);
  return html`<span class=${w.is_on_watch ? "" : "tag warn"} title=${proven.length ? t("watch-proven", { ways: proven.join(", ") }) : ""}>${w.is_on_watch ? t("watch-on") : w.nobody_since ? t("watch-nobody-since", { at: time(Date.parse(w.nobody_since), tick.value) }) : t("watch-nobody")}</span>`;
}
