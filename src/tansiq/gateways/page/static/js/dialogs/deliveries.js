// Whom outside the room it told, or has still to tell, of changes of one's own flights and zones; those not told yet come first.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { tick } from "../room/clock.js";
import { flights, zones } from "../room/store.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { open } from "./host.js";

const SHOWN = 200;
const ORDER = ["failed", "waiting", "delivered"];

export const openDeliveries = () => open({ title: () => t("deliveries"), body: Deliveries, wide: true });

function Deliveries() {
  const all = useSignal(/** @type {any[] | null} */ (null));
  const fault = useSignal("");
  const ask = () => get("/deliveries").then((said) => (all.value = said.deliveries), (error) => (fault.value = error.message));
  useEffect(() => void ask(), []);
  const sorted = [...(all.value ?? [])].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const at = (/** @type {string} */ said) => said && html`<${Num}>${time(Date.parse(said), tick.value)}<//>`;
  return html`<div class="dialog-body">
    <p class="soft">${t("deliveries-about")}</p>
    <div class="row"><button onClick=${ask}>${t("again")}</button><span class="soft small" role="status">${all.value && t("table-some", { n: sorted.length, shown: Math.min(sorted.length, SHOWN) })}</span></div>
    <p class="fault" role="alert">${fault}</p>
    ${all.value && !sorted.length && html`<p>${t("deliveries-none")}</p>`}
    ${sorted.length > 0 && html`<table><thead><tr><th scope="col">${t("item")}</th><th scope="col">${t("deliveries-to")}</th><th scope="col">${t("state")}</th><th scope="col">${t("deliveries-changed")}</th><th scope="col">${t("deliveries-tried")}</th></tr></thead>
      <tbody>${sorted.slice(0, SHOWN).map((d) => html`<tr><th scope="row"><bdi>${(flights.value.get(d.item) ?? zones.value.get(d.item))?.name ?? d.item}</bdi></th><td><${Num}>${d.peer}<//></td>
        <td><span class=${`tag ${{ failed: "contingent", waiting: "warn", delivered: "" }[/** @type {string} */ (d.state)]}`}>${t(`delivery-${d.state}`)}</span> ${d.error && html`<span class="small">${d.error}</span>`}</td>
        <td>${at(d.changed)}</td><td>${at(d.tried)} ${d.tries > 1 && html`<span class="soft small"><${Num}>×${d.tries}<//></span>`}</td></tr>`)}</tbody></table>`}
  </div>`;
}
