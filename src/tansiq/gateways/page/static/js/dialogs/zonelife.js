// Where one's own zone stands: announced, in force, given free before its time, ended. Each is confirmed by a named person.
import { html } from "../html.js";
import { send } from "../room/api.js";
import { zones } from "../room/store.js";
import { bodyOfZone } from "../room/zonebody.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** What may become of a zone, by where it stands. @type {Record<string, string[]>} */
export const NEXT = { requested: ["announce", "end"], planned: ["activate", "release", "end"], active: ["stand-down", "release", "end"], released: ["end"] };
/** @type {Record<string, string>} */
const LIVES = { announce: "planned", activate: "active", "stand-down": "planned", release: "released" };

/** @param {import("../room/items.js").Item} item @param {string} what */
export function openZoneLife(item, what) {
  open({ title: () => html`${t(`zone-do-${what}`)} – <span dir="auto">${item.name}</span>`, body: () => html`<${Body} item=${item} what=${what} />` });
}

/** @param {{item: import("../room/items.js").Item, what: string}} props */
function Body({ item, what }) {
  const held = () => (zones.peek().get(item.id) ?? item).said;
  const go = () =>
    what === "end"
      ? send("DELETE", `/zones/${item.id}?ovn=${encodeURIComponent(held().ovn)}`)
      : send("PUT", `/zones/${item.id}`, { ...bodyOfZone(held()), life: LIVES[what] });
  return html`<div class="dialog-body"><p>${t(`zone-about-${what}`)}</p></div>
    <${Confirm} say=${`zone-do-${what}`} danger=${what === "activate" || what === "end"} go=${go} />`;
}
