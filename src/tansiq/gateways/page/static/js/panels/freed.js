// What stood in the way of one's own flight, or of a booking that was refused, and has gone; never whose it was, nor why.
import { html } from "../html.js";
import { openReserve } from "../dialogs/reserve.js";
import { attempts } from "../room/attempts.js";
import { choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { dismissed, flights, freed, mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { span, time } from "../text/format.js";
import { Num } from "./words.js";

const SHOWN = 10;

export function Freed() {
  const all = freed.value;
  if (!all.length) return null;
  return html`<section aria-labelledby="freed">
    <h2 id="freed" tabindex="-1">${t("freed", { n: all.length })}</h2>
    ${all.slice(0, SHOWN).map((f) => html`<${One} key=${f.mine + f.at} f=${f} />`)}
  </section>`;
}

/** @param {{f: any}} props */
function One({ f }) {
  const item = flights.value.get(f.mine);
  const again = attempts.get(f.mine);
  return html`<article class="card">
    <div class="row"><b>${item ? html`<${Num}>${item.name}<//>` : t("freed-attempt")} ${again?.form.callsign && html`<${Num}>${again.form.callsign}<//>`}</b><span class="space"></span><span class="soft small"><${Num}>${time(Date.parse(f.at), tick.value)}<//></span></div>
    <p>${t(item ? "freed-flight" : "freed-booking")}</p>
    <p><${Num}>${f.windows.slice(0, 4).map((/** @type {string[]} */ w) => span(Date.parse(w[0]), Date.parse(w[1]), tick.value)).join(", ")}<//></p>
    <div class="row">${item && html`<button onClick=${() => choose(item)}>${t("show-on-map")}</button>`}
      ${!item && again && mayAct.value && html`<button class="main" onClick=${() => openReserve(again)}>${t("freed-again")}</button>`}
      <button class="plain" onClick=${() => (dismissed.value = new Set([...dismissed.peek(), f.mine + f.at]))}>${t("seen")}</button></div>
  </article>`;
}
