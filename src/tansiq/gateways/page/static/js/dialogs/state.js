// What becomes of one's own flight: activated, off plan, contingent, back on plan, ended. Each is confirmed.
import { html } from "../html.js";
import { change, end, namedIn } from "../room/act.js";
import { answers } from "../room/conflicts.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** @type {Record<string, string>} */
const STATES = { activate: "Activated", "off-plan": "Nonconforming", contingent: "Contingent", "back-on-plan": "Activated" };

/** @param {import("../room/items.js").Item} item @param {string} what */
export function openState(item, what) {
  open({ title: () => html`${t(`do-${what}`)} – <${Num}>${item.name}<//>`, body: () => html`<${Body} item=${item} what=${what} />` });
}

/** @param {{item: import("../room/items.js").Item, what: string}} props */
function Body({ item, what }) {
  const known = answers.value.get(item.id);
  const isOff = what === "off-plan" || what === "contingent";
  const volumes = item.said.off_nominal.length ? item.said.off_nominal : item.said.volumes;
  const go = (/** @type {any[]} */ accepts) =>
    what === "end" ? end(item) : change(item, { state: STATES[what], off_nominal: isOff ? volumes : [] }, accepts);
  return html`<div class="dialog-body"><p>${t(`about-${what}`)}</p></div>
    <${Confirm} say=${`do-${what}`} danger=${what === "end" || what === "contingent"} accepts=${known ? namedIn(known.answer) : []} go=${go} />`;
}
