// Going to a moment by typing it: the past is shown as it was, the future as planned.
import { html, useSignal } from "../html.js";
import { shown } from "../room/clock.js";
import { show } from "../room/past.js";
import { t } from "../text/fluent.js";
import { close, open } from "./host.js";
import { read, Time, written } from "./times.js";

export const openMoment = () => open({ title: () => t("time-go"), body: Moment });

function Moment() {
  const text = useSignal(written(shown.peek()));
  /** @param {Event} e */
  function go(e) {
    e.preventDefault();
    show(Date.parse(read(text.value)));
    close();
  }
  return html`<form onSubmit=${go}><div class="dialog-body"><p>${t("time-go-hint")}</p><${Time} say="moment" value=${text.value} changed=${(/** @type {string} */ v) => (text.value = v)} /><p class="soft small">${t("times-utc")}</p></div>
    <div class="dialog-foot row"><span class="space"></span><button type="button" onClick=${close}>${t("cancel")}</button><button class="main" disabled=${!read(text.value)}>${t("time-go")}</button></div></form>`;
}
