// The plan of a day as this party sees it, with its updates, to print; and what changed since this person last looked.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { now, tick } from "../room/clock.js";
import { flightItem, zoneItem } from "../room/items.js";
import { me, room } from "../room/store.js";
import { called, Num, Party, State } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { date as dateText, position, span, time } from "../text/format.js";
import { nameOf } from "../text/parties.js";
import { Changes, Lists } from "./changes.js";
import { open } from "./host.js";

const DAY_MS = 86_400_000;

export const openPlan = () => open({ title: () => t("plan"), body: Plan, wide: true, prints: true });

/** @param {number} ms */
const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

function Plan() {
  const day = useSignal(dayOf(now.peek()));
  const isChanges = useSignal(false);
  const held = useSignal(/** @type {any} */ (null));
  const updates = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    let isHere = true;
    held.value = updates.value = null;
    fault.value = "";
    Promise.all([get(`/plans/${day.value}`), get(`/plans/${day.value}/changes`)]).then(
      ([plan, since]) => isHere && ((held.value = plan), (updates.value = since)),
      (error) => isHere && (fault.value = error.message),
    );
    return () => (isHere = false);
  }, [day.value]);
  const step = (/** @type {number} */ n) => (day.value = dayOf(Date.parse(day.value) + n * DAY_MS));
  return html`<div class="dialog-body">
    <div class="row no-print"><span dir="ltr" class="row tight"><button onClick=${() => step(-1)} aria-label=${t("day-before")}>‹</button><${Num}><b>${dateText(Date.parse(day.value))}</b><//><button onClick=${() => step(1)} aria-label=${t("day-after")}>›</button></span>
      <button aria-pressed=${!isChanges.value} onClick=${() => (isChanges.value = false)}>${t("plan")}</button><button aria-pressed=${isChanges.value} onClick=${() => (isChanges.value = true)}>${t("changes")}</button>
      <span class="space"></span>${held.value && !isChanges.value && html`<a href=${`/room/v1/plans/${day.value}?format=csv`} download=${`plan-${day.value}.csv`}>CSV</a><button onClick=${() => print()}>${t("print")}</button>`}</div>
    ${isChanges.value ? html`<${Changes} />` : html`
      ${fault.value && html`<p class="fault" role="alert">${fault.value}</p>`}
      ${!held.value && !fault.value && html`<p class="soft" role="status">${t("replay-coming")}</p>`}
      ${held.value && html`<${Sheet} plan=${held.value} />${updates.value.updates.length > 0 && html`<h2>${t("plan-updates")}</h2>${updates.value.updates.map((/** @type {any} */ u) => html`<h3><${Num}>${u.number}<//> · <${Num}>${time(Date.parse(u.made), tick.value)}<//></h3><${Lists} of=${u} />`)}`}`}`}
  </div>`;
}

/** @param {{plan: any}} props */
function Sheet({ plan }) {
  const items = [...plan.flights.map(flightItem), ...plan.zones.map((/** @type {any} */ z) => zoneItem({ ...z, disputed_by: z.disputed_by ?? [] }))].sort((a, b) => a.start - b.start);
  const dayMs = Date.parse(plan.date);
  return html`<p><b dir="auto">${room.value?.charter.name}</b> · <${Num}>${dateText(dayMs)}<//> · ${plan.number ? html`<${Num}>${plan.number}<//>, ${t("plan-published", { at: time(Date.parse(plan.published), tick.value) })}` : t("plan-draft", { at: time(Date.parse(plan.publishes), tick.value) })}</p>
    <p class="soft small">${t("plan-for", { party: nameOf(me.value.party), at: `${dateText(now.peek())} ${time(now.peek(), now.peek())}` })}</p>
    ${!items.length && html`<p class="soft">${t("plan-empty")}</p>`}
    ${items.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("plan")}><table class="sheet"><thead><tr><th scope="col">${t("from-to")}</th><th scope="col">${t("item")}</th><th scope="col">${t("party")}</th><th scope="col">${t("band")}</th><th scope="col">${t("state")}</th><th scope="col">${t("middle")}</th><th scope="col">${t("contact")}</th></tr></thead>
      <tbody>${items.map((i) => html`<tr key=${i.id}><td><${Num}>${span(i.start, i.end, dayMs)}<//></td><th scope="row">${i.kind === "zone" ? html`${t(`zone-${i.said.kind}`)} <span dir="auto">${i.name}</span>` : called(i)}</th><td><${Party} code=${i.party} /></td><td><${Num}>${i.band}<//></td>
        <td>${i.kind === "zone" ? t(`zone-life-${i.said.life}`) : html`<${State} item=${i} />`}</td><td><${Num}>${position(i.at[1], i.at[0])}<//></td><td><span dir="auto">${i.said.contact}</span></td></tr>`)}</tbody></table></div>`}`;
}
