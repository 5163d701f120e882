// How one's own party answered the notices that it was sent, kind by kind.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { tick } from "../room/clock.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { open } from "./host.js";

export const openFigures = () => open({ title: () => t("figures"), body: Figures, wide: true });

function Figures() {
  const said = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    get("/notices/figures").then((found) => (said.value = found), (error) => (fault.value = error.message));
  }, []);
  const f = said.value;
  const seconds = (/** @type {number | null} */ s) => (s === null ? "–" : `${Math.round(s)} s`);
  return html`<div class="dialog-body"><p class="soft">${t("figures-about")} ${f?.since && html`<${Num}>${time(Date.parse(f.since), tick.value)}<//>`}</p><p class="fault" role="alert">${fault}</p>
    ${f && html`<table><thead><tr>${["notice-kind", "figures-received", "figures-answered", "figures-median", "figures-p95", "figures-late", "figures-not-reached"].map((key) => html`<th scope="col">${t(key)}</th>`)}</tr></thead>
      <tbody>${f.kinds.map((/** @type {any} */ k) => html`<tr key=${k.kind}><th scope="row">${t(`notice-${k.kind}`)}</th>${[k.received, k.answered, seconds(k.median_s), seconds(k.p95_s), k.late, k.not_reached].map((n) => html`<td><${Num}>${n}<//></td>`)}</tr>`)}</tbody></table>`}</div>`;
}
