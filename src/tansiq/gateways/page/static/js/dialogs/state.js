// What becomes of one's own flight: activated, off plan, contingent, back on plan, ended. Each is confirmed.
import { html, useSignal } from "../html.js";
import { change, end, namedIn } from "../room/act.js";
import { answers } from "../room/conflicts.js";
import { flights } from "../room/store.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { drawnVolume, planned, WhereFields, whereOf } from "./offnominal.js";
import { draft, wipe } from "./outline.js";

/** @type {Record<string, string>} */
const STATES = { activate: "Activated", "off-plan": "Nonconforming", contingent: "Contingent", "back-on-plan": "Activated" };
/** Those that say where the aircraft may be. */
const OFF = ["off-plan", "contingent", "where"];

/** @param {import("../room/items.js").Item} item @param {string} what */
export function openState(item, what) {
  const isOff = OFF.includes(what);
  wipe();
  open({ title: () => html`${t(`do-${what}`)} – <${Num}>${item.name}<//>`, body: isOff ? () => html`<${Off} item=${item} what=${what} />` : () => html`<${Body} item=${item} what=${what} />`, isModal: !isOff, whenClosed: wipe });
}

/** @param {import("../room/items.js").Item} item */
const known = (item) => {
  const found = answers.value.get(item.id);
  return found ? namedIn(found.answer) : [];
};

/** @param {{item: import("../room/items.js").Item, what: string}} props */
function Body({ item, what }) {
  const go = (/** @type {any[]} */ accepts) => (what === "end" ? end(item) : change(item, { state: STATES[what], off_nominal: [] }, accepts));
  return html`<div class="dialog-body"><p>${t(`about-${what}`)}</p></div>
    <${Confirm} say=${`do-${what}`} danger=${what === "end"} accepts=${known(item)} go=${go} />`;
}

/** @param {{item: import("../room/items.js").Item, what: string}} props */
function Off({ item, what }) {
  const where = useSignal(whereOf(item));
  const held = flights.value.get(item.id) ?? item;
  const isDrawn = draft.value.corners.length > 0;
  const volume = drawnVolume(where.value);
  const go = (/** @type {any[]} */ accepts) => change(held, { state: STATES[what] ?? held.said.state, off_nominal: volume ? [volume] : planned(held) }, accepts);
  return html`<div class="dialog-body"><p>${t(`about-${what}`)}</p>
      <p class="soft small">${t(held.said.off_nominal.length ? "off-keeps" : "off-planned")}</p>
      <${WhereFields} where=${where.value} changed=${(/** @type {any} */ next) => (where.value = next)} />
    </div>
    <${Confirm} say=${`do-${what}`} danger=${what === "contingent"} disabled=${isDrawn ? !volume : what === "where"} accepts=${known(held)} go=${go} />`;
}
