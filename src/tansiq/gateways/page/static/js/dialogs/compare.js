// Two reports side by side: likely of one place, or contradicting each other. A person decides; nothing joins by itself.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { tick } from "../room/clock.js";
import { circleRing } from "../geo/geodesy.js";
import { changes, tie, unsay } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Law, Sign } from "../panels/sitewords.js";
import { Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { distance, position, time } from "../text/format.js";
import { Dismissed, PairName } from "./dismissed.js";
import { open } from "./host.js";
import { openReport } from "./report.js";

/** What was said here, so that it can be taken back or the contrary be said as long as the dialog is open. @typedef {{a: any, b: any, is_same: boolean}} Said */

export const openCompare = () => open({ title: () => t("site-compare"), body: Body, wide: true });

function Body() {
  const told = useSignal(/** @type {any[] | null} */ (null));
  const next = useSignal("");
  const fault = useSignal("");
  const said = useSignal(/** @type {Said[]} */ ([]));
  /** @param {any} a @param {any} b @param {boolean} is_same */
  async function say(a, b, is_same) {
    await tie(a.id, b.id, is_same);
    said.value = [{ a, b, is_same }, ...without(a, b)];
  }
  /** @param {any} a @param {any} b */
  async function takeBack(a, b) {
    await unsay(a.id, b.id);
    said.value = without(a, b);
  }
  const without = (/** @type {any} */ a, /** @type {any} */ b) => said.peek().filter((one) => one.a.id !== a.id || one.b.id !== b.id);
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
    ${said.value.map((one) => html`<p class="row small" role="status" key=${one.a.id + one.b.id}><${PairName} a=${one.a} b=${one.b} /> ${t(one.is_same ? "compare-said-same" : "compare-said-other")} <${Do} class="plain" go=${() => takeBack(one.a, one.b)}>${t("tie-take-back")}<//> <${Do} class="plain" go=${() => say(one.a, one.b, !one.is_same)}>${t("compare-undo")}<//></p>`)}
    ${said.value.length > 0 && html`<p class="soft small">${t("compare-undo-hint")}</p>`}
    ${all && !all.length && html`<p>${t("compare-none")}</p>`}
    ${[...(all ?? [])].sort((a, b) => b.likelihood - a.likelihood).map((s) => html`<${Pair} key=${s.a.id + s.b.id} s=${s} say=${say} />`)}
    ${next.value && html`<div class="row"><${Do} go=${() => look(next.value)}>${t("compare-more")}<//></div>`}<${Dismissed} takeBack=${takeBack} /><${Law} /></div>`;
}

/** What is compared: each line says the same of both. @type {[string, (r: any) => any][]} */
const LINES = [
  ["site-kind", (r) => html`<${Sign} kind=${r.kind} notified=${r.is_notified} /> ${t(`site-${r.kind}`)}`],
  ["report-name", (r) => Object.entries(r.names).map(([tag, name]) => html`<div><bdi lang=${tag}>${name}</bdi></div>`)],
  ["site-position", (r) => (r.position ? html`<${Num}>${position(r.position.lat, r.position.lon)} ±${Math.round(r.accuracy_m)} m<//>` : t("site-area-only"))],
  ["report-condition", (r) => t(`condition-${r.condition}`)],
  ["party", (r) => (r.party ? html`<${Party} code=${r.party} />` : t("site-reporter-withheld"))],
  ["report-source", (r) => (r.source ? t(`source-${r.source}`) : "–")],
  ["report-observed", (r) => (r.observed ? html`<${Num}>${time(Date.parse(r.observed), tick.value)}<//>` : "–")],
  ["report-disputes", (r) => r.disputes.map((/** @type {string} */ d) => t(`dispute-${d}`)).join(", ") || "–"],
];

/** What tells whether two lines differ. @type {Record<string, (r: any) => string>} */
const PLAIN = { "site-kind": (r) => r.kind, "report-name": (r) => JSON.stringify(r.names), "site-position": (r) => JSON.stringify(r.position), "report-condition": (r) => r.condition, "report-source": (r) => r.source ?? "" };

const [WIDTH, HEIGHT, EDGE, ROOM] = [150, 110, 14, 17];

/** The two positions with their accuracies, north up, and the line between them; nothing where only areas are known. @param {{s: any}} props */
function Sketch({ s }) {
  const pair = [s.a, s.b];
  if (pair.some((r) => !r.position)) return null;
  const { lat: lat0, lon: lon0 } = s.a.position;
  const shrink = Math.max(0.05, Math.cos((lat0 * Math.PI) / 180));
  const flat = (/** @type {number[]} */ [lon, lat]) => [(((lon - lon0 + 540) % 360) - 180) * shrink, lat - lat0];
  const rings = pair.map((r) => circleRing([r.position.lon, r.position.lat], Math.max(1, r.accuracy_m)).map(flat));
  const [xs, ys] = [0, 1].map((n) => rings.flat().map((p) => p[n]));
  const scale = Math.min((WIDTH - 2 * EDGE) / Math.max(1e-9, Math.max(...xs) - Math.min(...xs)), (HEIGHT - 2 * EDGE) / Math.max(1e-9, Math.max(...ys) - Math.min(...ys)));
  const [midX, midY] = [(Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2];
  const at = (/** @type {number[]} */ [x, y]) => [WIDTH / 2 + (x - midX) * scale, HEIGHT / 2 - (y - midY) * scale];
  const [a, b] = pair.map((r) => at(flat([r.position.lon, r.position.lat])));
  return html`<svg class="sketch" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${t("compare-sketch", { far: distance(s.distance_m) })} direction="ltr">
    ${rings.map((ring, n) => html`<path d=${`M${ring.map((p) => at(p).map((v) => v.toFixed(1)).join(" ")).join("L")}Z`} class=${`accuracy ${n ? "other" : ""}`} />`)}
    <path d=${`M${a[0]} ${a[1]}L${b[0]} ${b[1]}`} class="far" />
    ${[a, b].map(([x, y], n) => html`<circle cx=${x} cy=${y} r="3.5" class=${n ? "other" : ""} />`)}
    ${pair.map((r, n) => html`<text x=${Math.min(WIDTH - ROOM, Math.max(ROOM, [a, b][n][0]))} y=${Math.min(HEIGHT - 4, Math.max(10, [a, b][n][1] + (([a, b][n][1] < [a, b][1 - n][1] || (n && a[1] === b[1])) ? -7 : 14)))} text-anchor="middle">…${r.id.slice(-4)}</text>`)}</svg>`;
}

/** @param {{s: any, say: (a: any, b: any, is_same: boolean) => Promise<void>}} props */
function Pair({ s, say }) {
  const differs = (/** @type {string} */ say) => say in PLAIN && PLAIN[say](s.a) !== PLAIN[say](s.b);
  return html`<article class="card"><p class="row"><b>${t(`compare-what-${s.what}`)}</b><span class="tag"><${Num}>${t("compare-distance", { far: distance(s.distance_m) })}<//></span><span class="soft small">${t("compare-likelihood", { percent: `${Math.round(s.likelihood * 100)} %` })}</span></p>
    <p class="small">${s.message}</p>
    <div class="side-by-side"><${Sketch} s=${s} /><table class="compare"><thead><tr><td></td><th scope="col"><${Num}>…${s.a.id.slice(-4)}<//></th><th scope="col"><${Num}>…${s.b.id.slice(-4)}<//></th></tr></thead>
      <tbody>${LINES.map(([say, tell]) => html`<tr class=${differs(say) ? "differs" : ""}><th scope="row">${differs(say) ? "≠ " : ""}${t(say)}</th><td>${tell(s.a)}</td><td>${tell(s.b)}</td></tr>`)}</tbody></table></div>
    ${mayAct.value && html`<div class="row"><${Do} class="main" go=${() => say(s.a, s.b, true)}>${t("tie-same")}<//><${Do} go=${() => say(s.a, s.b, false)}>${t("tie-other")}<//>
      ${[s.a, s.b].filter((r) => r.is_mine).map((r) => html`<button onClick=${() => openReport({ report: r })}>${t("report-correct")} <${Num}>…${r.id.slice(-4)}<//></button>`)}</div>`}</article>`;
}
