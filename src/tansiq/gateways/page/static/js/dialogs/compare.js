// Two reports side by side: likely of one place, or contradicting each other. A person decides; nothing joins by itself.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { tick } from "../room/clock.js";
import { changes, tie } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Law, Sign } from "../panels/sitewords.js";
import { Num, Party } from "../panels/words.js";
import { siteName } from "../map/sites.js";
import { t } from "../text/fluent.js";
import { position, time } from "../text/format.js";
import { open } from "./host.js";

export const openCompare = () => open({ title: () => t("site-compare"), body: Body, wide: true });

function Body() {
  const told = useSignal(/** @type {any[] | null} */ (null));
  const next = useSignal("");
  const fault = useSignal("");
  /** @param {string} after */
  async function look(after) {
    try {
      const page = await get(`/sites/suggestions?after=${encodeURIComponent(after)}`);
      told.value = [...(after ? told.peek() ?? [] : []), ...page.suggestions];
      next.value = page.next;
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    }
  }
  useEffect(() => void look(""), [changes.value]);
  const all = told.value;
  return html`<div class="dialog-body"><p class="soft">${t("compare-hint")}</p>${fault.value && html`<p class="fault" role="alert">${fault.value}</p>`}
    ${!all && !fault.value && html`<p class="soft" role="status">${t("replay-coming")}</p>`}
    ${all && !all.length && html`<p>${t("compare-none")}</p>`}
    ${[...(all ?? [])].sort((a, b) => b.likelihood - a.likelihood).map((s) => html`<${Pair} key=${s.a.id + s.b.id} s=${s} />`)}
    ${next.value && html`<div class="row"><${Do} go=${() => look(next.value)}>${t("compare-more")}<//></div>`}<${Law} /></div>`;
}

/** What is compared: each line says the same of both. @type {[string, (r: any) => any][]} */
const LINES = [
  ["site-kind", (r) => html`<${Sign} kind=${r.kind} notified=${r.is_notified} /> ${t(`site-${r.kind}`)}`],
  ["report-name", (r) => html`<span dir="auto">${siteName(r)}</span>`],
  ["site-position", (r) => (r.position ? html`<${Num}>${position(r.position.lat, r.position.lon)} ±${Math.round(r.accuracy_m)} m<//>` : t("site-area-only"))],
  ["report-condition", (r) => t(`condition-${r.condition}`)],
  ["party", (r) => (r.party ? html`<${Party} code=${r.party} />` : t("site-reporter-withheld"))],
  ["report-source", (r) => (r.source ? t(`source-${r.source}`) : "–")],
  ["report-observed", (r) => (r.observed ? html`<${Num}>${time(Date.parse(r.observed), tick.value)}<//>` : "–")],
  ["report-disputes", (r) => r.disputes.map((/** @type {string} */ d) => t(`dispute-${d}`)).join(", ") || "–"],
];

/** What tells whether two lines differ. @type {Record<string, (r: any) => string>} */
const PLAIN = { "site-kind": (r) => r.kind, "report-name": siteName, "site-position": (r) => JSON.stringify(r.position), "report-condition": (r) => r.condition, "report-source": (r) => r.source ?? "" };

/** @param {{s: any}} props */
function Pair({ s }) {
  const differs = (/** @type {string} */ say) => say in PLAIN && PLAIN[say](s.a) !== PLAIN[say](s.b);
  return html`<article class="card"><p><b>${s.message}</b></p>
    <table class="compare"><thead><tr><td></td><th scope="col"><${Num}>…${s.a.id.slice(-4)}<//></th><th scope="col"><${Num}>…${s.b.id.slice(-4)}<//></th></tr></thead>
      <tbody>${LINES.map(([say, tell]) => html`<tr class=${differs(say) ? "differs" : ""}><th scope="row">${differs(say) ? "≠ " : ""}${t(say)}</th><td>${tell(s.a)}</td><td>${tell(s.b)}</td></tr>`)}</tbody></table>
    ${mayAct.value && html`<div class="row"><${Do} class="main" go=${() => tie(s.a.id, s.b.id, true)}>${t("tie-same")}<//><${Do} go=${() => tie(s.a.id, s.b.id, false)}>${t("tie-other")}<//></div>`}</article>`;
}
