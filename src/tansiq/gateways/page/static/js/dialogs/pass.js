// Saying that a notice was passed to a unit or crew, by which way, and whether that confirmed it.
import { html, useSignal } from "../html.js";
import { act } from "../room/notices.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

const MEANS = ["voice", "field_link", "page"];

/** @param {any} n */
export const openPass = (n) => open({ title: () => t("notice-pass"), body: () => html`<${Body} n=${n} />` });

/** @param {{n: any}} props */
function Body({ n }) {
  const to = useSignal("");
  const means = useSignal("voice");
  const confirmed = useSignal("yes");
  const go = () => act(`/notices/${encodeURIComponent(n.id)}/pass`, { to: to.peek(), means: means.peek(), confirmed: confirmed.peek() });
  return html`<div class="dialog-body">
      <label>${t("pass-to")} <input dir="auto" maxlength="300" required onInput=${(/** @type {any} */ e) => (to.value = e.target.value)} /></label>
      <label>${t("pass-by")} <select onChange=${(/** @type {any} */ e) => (means.value = e.target.value)}>${MEANS.map((m) => html`<option value=${m}>${t(`means-${m}`)}</option>`)}</select></label>
      <label>${t("pass-confirmed")} <select onChange=${(/** @type {any} */ e) => (confirmed.value = e.target.value)}>${["yes", "no", "unknown"].map((c) => html`<option value=${c}>${t(`confirmed-${c}`)}</option>`)}</select></label>
    </div>
    <${Confirm} say="notice-pass" disabled=${!to.value.trim()} go=${go} />`;
}
