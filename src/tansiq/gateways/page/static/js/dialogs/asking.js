// A change that is confirmed: the room may say that it meets others, and then it is asked again with those named.
import { html, useSignal } from "../html.js";
import { Refused } from "../room/api.js";
import { namedIn } from "../room/act.js";
import { flightItem, zoneItem } from "../room/items.js";
import { called, Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { close } from "./host.js";

/**
 * Buttons at the foot of a dialog. go: does it, given the conflicts that are named. isKnown: the dialog shows them, so the button says it is done all the same.
 * @param {{say: string, go: (accepts: any[]) => Promise<any>, accepts?: any[], isKnown?: boolean, danger?: boolean, disabled?: boolean, children?: any}} props
 */
export function Confirm({ say, go, accepts, isKnown, danger, disabled, children }) {
  const busy = useSignal(false);
  const fault = useSignal("");
  const met = useSignal(/** @type {any} */ (null));

  async function act() {
    busy.value = true;
    fault.value = "";
    try {
      await go(met.value ? namedIn(met.value) : accepts ?? []);
      close();
    } catch (error) {
      if (error instanceof Refused && error.code === "conflicts_not_named") met.value = error.body;
      else fault.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  }
  return html`<div class="dialog-foot">
    ${met.value && html`<div class="banner-like" role="alert"><p>${t("meets", { n: met.value.conflicts.length + met.value.zones.length })}</p><ul>${[...met.value.conflicts.map((/** @type {any} */ c) => flightItem(c.with)), ...met.value.zones.map((/** @type {any} */ z) => zoneItem(z.zone))].map(
      (item) => html`<li><b dir="auto">${called(item)}</b> <${Num}>${item.band}<//></li>`)}</ul></div>`}
    ${fault.value && html`<p class="fault" role="alert">${fault}</p>`}
    <div class="row"><span class="soft small grow">${t("goes-in-log")}</span>${children}
      <button onClick=${close}>${t("cancel")}</button>
      <button class=${danger ? "danger" : "main"} disabled=${busy.value || disabled} onClick=${act}>${met.value || isKnown ? t("all-the-same", { what: t(say) }) : t(say)}</button></div>
  </div>`;
}
