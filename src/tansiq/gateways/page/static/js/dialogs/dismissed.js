// What one's party dismissed: pairs of reports of which it said that they are not one place. Each can be taken back.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { tick } from "../room/clock.js";
import { changes } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Num } from "../panels/words.js";
import { siteName } from "../map/sites.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";

/** Two reports, by their names and the ends of their ids: those of one place are often called the same. @param {{a: any, b: any}} props */
export const PairName = ({ a, b }) => html`<b dir="auto">${siteName(a)} · ${siteName(b)}</b> <${Num} class="soft">…${a.id.slice(-4)} · …${b.id.slice(-4)}<//>`;

/** @param {{takeBack: (a: any, b: any) => Promise<void>}} props */
export function Dismissed({ takeBack }) {
  const told = useSignal(/** @type {any[]} */ ([]));
  const next = useSignal("");
  const fault = useSignal("");
  /** @param {string} after */
  async function look(after) {
    try {
      const page = await get(`/sites/dismissed?after=${encodeURIComponent(after)}`);
      told.value = [...(after ? told.peek() : []), ...page.dismissed];
      next.value = page.next;
      fault.value = "";
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    }
  }
  useEffect(() => void look(""), [changes.value]);
  if (fault.value) return html`<p class="fault" role="alert">${fault.value}</p>`;
  if (!told.value.length) return null;
  return html`<details class="dismissed"><summary>${t("dismissed")}</summary><p class="soft small">${t("dismissed-hint")}</p>
    <ul class="lines">${told.value.map((d) => html`<li class="line" key=${d.a.id + d.b.id}><${PairName} a=${d.a} b=${d.b} /> <${Num} class="soft">${time(Date.parse(d.at), tick.value)}<//> ${mayAct.value && html`<${Do} class="plain" go=${() => takeBack(d.a, d.b)}>${t("tie-take-back")}<//>`}</li>`)}</ul>
    ${next.value && html`<div class="row"><${Do} go=${() => look(next.value)}>${t("compare-more")}<//></div>`}</details>`;
}
