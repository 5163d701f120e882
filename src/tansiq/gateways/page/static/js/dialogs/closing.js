// Closing another party's flight that outlasted its time, as the charter lets a lead do. Who did it, and why, is in the log.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { flights } from "../room/store.js";
import { called, Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** From when on it may be closed by another, ms; Infinity where it may not. @param {import("../room/items.js").Item} item @param {any} charter */
export function closableAt(item, charter) {
  const { is_overrunning, due, owner, managed_by } = item.said;
  return is_overrunning && due && owner && !item.mine && !managed_by ? Date.parse(due) + charter.close_after_min * 60_000 : Infinity;
}

/** @param {import("../room/items.js").Item} item */
export function openClosing(item) {
  open({ title: () => html`${t("do-close")} – <${Num}>${called(item)}<//>`, body: () => html`<${Body} item=${item} />` });
}

/** @param {{item: import("../room/items.js").Item}} props */
function Body({ item }) {
  const reason = useSignal("");
  const go = () => send("POST", `/flights/${item.id}/close`, { ovn: (flights.peek().get(item.id) ?? item).said.ovn, reason: reason.peek() });
  return html`<div class="dialog-body">
      <p>${t("about-close")}</p><p>${t("close-call")} <${Party} code=${item.party} named /></p>
      <label>${t("reason")} <textarea rows="3" maxlength="2000" required dir="auto" onInput=${(/** @type {any} */ e) => (reason.value = e.target.value)}></textarea></label>
    </div>
    <${Confirm} say="do-close" danger disabled=${!reason.value.trim()} go=${go} />`;
}
