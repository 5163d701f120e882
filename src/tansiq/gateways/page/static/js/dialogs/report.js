// Reporting a place: what it is, where it is as one pastes it or clicks it, how sure that is, and from where it was seen.
import { html, useEffect, useSignal } from "../html.js";
import { send, uuid } from "../room/api.js";
import { chosen } from "../room/choice.js";
import { now } from "../room/clock.js";
import { KINDS, putReport } from "../room/sites.js";
import { drawing } from "../map/map.js";
import { held } from "../map/held.js";
import { Law } from "../panels/sitewords.js";
import { Num } from "../panels/words.js";
import { LANGUAGES, language, t } from "../text/fluent.js";
import { position } from "../text/format.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { bodyOfLanding, bodyOfObstacle, LANDINGS, LandingFields, landingOf, OBSTACLES, ObstacleFields, obstacleOf } from "./reportparts.js";
import { read, sample, Time, written } from "./times.js";

const SOURCES = ["ground", "air", "satellite", "document", "other"];
const ASPECTS = ["position", "existence", "name"];
const EMPTY = { kind: "hospital", where: "", accuracy_m: 50, source: "ground", observed: "", names: {}, remarks: "", condition: "unknown", valid_from: "", valid_until: "", life_days: 30, disputes: [], checks_blind: false, radius_m: "", height_m: "", title: "", url: "" };

/** @param {{report?: any, same?: any}} [of] report: one's own, to correct; same: another's of the same place */
export function openReport(of = {}) {
  open({ title: () => t(of.report ? "report-correct" : "report-make"), body: () => html`<${Body} of=${of} />`, isModal: false, whenClosed: () => point(null) });
}

/** Show on the map where it would be. @param {{lat: number, lon: number} | null} at */
function point(at) {
  const features = at ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [at.lon, at.lat] } }] : [];
  /** @type {any} */ (held.map?.getSource("draft"))?.setData({ type: "FeatureCollection", features });
}

/** @param {any} r @param {any} same @returns {any} */
function formOf(r, same) {
  if (!r) return { ...EMPTY, kind: same?.kind ?? EMPTY.kind, names: same?.names ?? {}, observed: written(now.peek()), landing: landingOf(null), obstacle: obstacleOf(null) };
  const day = (/** @type {string} */ text) => (text ? written(Date.parse(text)) : "");
  return {
    ...EMPTY, ...r, where: position(r.position.lat, r.position.lon), observed: day(r.observed), valid_from: day(r.valid_from), valid_until: day(r.valid_until), radius_m: r.notified?.radius_m ?? "", height_m: r.notified?.height_m ?? "",
    title: r.links[0]?.title ?? "", url: r.links[0]?.url ?? "", landing: landingOf(r.landing), obstacle: obstacleOf(r.obstacle),
  }; // prettier-ignore
}

/** @param {{of: {report?: any, same?: any}}} props */
function Body({ of }) {
  const form = useSignal(formOf(of.report, of.same));
  const at = useSignal(/** @type {any} */ (of.report?.position ?? null));
  const fault = useSignal("");
  const f = form.value;
  /** @param {object} change */
  const set = (change) => (form.value = { ...form.peek(), ...change });
  const typed = (/** @type {string} */ name) => (/** @type {any} */ e) => set({ [name]: e.target.value });
  const number = (/** @type {string} */ name) => (/** @type {any} */ e) => set({ [name]: e.target.value === "" ? "" : Number(e.target.value) });
  /** Have the room read what was pasted: it says what is wrong, and where. @param {string} text */
  async function place(text) {
    set({ where: text });
    fault.value = "";
    at.value = null;
    if (!text.trim()) return point(null);
    try {
      const said = await send("POST", "/positions", { text });
      if (form.peek().where !== text) return;
      at.value = { lat: said.lat, lon: said.lon };
      if (!of.report && said.accuracy_m > form.peek().accuracy_m) set({ accuracy_m: Math.ceil(said.accuracy_m) });
      point(at.peek());
    } catch (error) {
      if (form.peek().where === text) fault.value = error instanceof Error ? error.message : String(error);
    }
  }
  useEffect(() => {
    point(at.peek());
    drawing.take = ([lon, lat]) => void place(`${lat.toFixed(6)}, ${(((lon + 540) % 360) - 180).toFixed(6)}`);
    return () => (drawing.take = null);
  }, []);
  const body = () => ({
    kind: f.kind, position: at.value, accuracy_m: Number(f.accuracy_m), source: f.source, observed: read(f.observed), ovn: of.report?.ovn ?? "", names: Object.fromEntries(Object.entries(f.names).filter(([, n]) => String(n).trim())), remarks: f.remarks,
    links: f.url ? [{ title: f.title || f.url, url: f.url }, ...(of.report?.links.slice(1) ?? [])] : [], outline: of.report?.outline ?? [], condition: f.condition, valid_from: f.valid_from && read(f.valid_from), valid_until: f.valid_until && read(f.valid_until), life_days: Number(f.life_days),
    landing: LANDINGS.includes(f.kind) ? bodyOfLanding(f.landing) : null, obstacle: OBSTACLES.includes(f.kind) ? bodyOfObstacle(f.obstacle) : null,
    notified: f.radius_m === "" ? null : { radius_m: Number(f.radius_m), height_m: f.height_m === "" ? null : Number(f.height_m) }, same_as: of.same ? [of.same.id] : [], disputes: f.disputes, checks_blind: f.checks_blind,
  }); // prettier-ignore
  const select = (/** @type {string} */ name, /** @type {string} */ say, /** @type {string[]} */ all, /** @type {string} */ stem) => html`<label>${t(say)} <select onChange=${typed(name)}>${all.map((one) => html`<option value=${one} selected=${one === f[name]}>${t(`${stem}-${one}`)}</option>`)}</select></label>`;
  return html`<div class="dialog-body">
      <${Law} />
      <div class="fields">
        ${select("kind", "site-kind", KINDS, "site")}
        <label>${t("report-name")} <input dir="auto" maxlength="120" value=${f.names[language.value] ?? ""} onInput=${(/** @type {any} */ e) => set({ names: { ...f.names, [language.value]: e.target.value } })} /></label>
        <label class="wide">${t("report-where")} <input dir="ltr" spellcheck="false" required aria-invalid=${fault.value ? "true" : "false"} placeholder="124500N0450000E · 38P NV 00000 09532" value=${f.where} onInput=${typed("where")} onChange=${(/** @type {any} */ e) => place(e.target.value)} /></label>
        <p class="wide small" aria-live="polite">${fault.value ? html`<span class="fault">${fault.value}</span>` : at.value ? html`✓ <${Num}>${position(at.value.lat, at.value.lon)}<//>` : html`<span class="soft">${t("report-where-hint")}</span>`}</p>
        <label>${t("report-accuracy")} (m) <input type="number" min="0" value=${f.accuracy_m} onInput=${number("accuracy_m")} /></label>
        ${select("source", "report-source", SOURCES, "source")}
        <${Time} say="report-observed" value=${f.observed} changed=${(/** @type {string} */ v) => set({ observed: v })} />
        ${select("condition", "report-condition", ["unknown", "in_use", "not_in_use"], "condition")}
      </div>
      ${LANDINGS.includes(f.kind) && html`<${LandingFields} held=${f.landing} changed=${(/** @type {any} */ landing) => set({ landing })} />`}
      ${OBSTACLES.includes(f.kind) && html`<${ObstacleFields} held=${f.obstacle} changed=${(/** @type {any} */ obstacle) => set({ obstacle })} />`}
      <fieldset><legend>${t("site-notified")}</legend><p class="soft small">${t("report-notified-hint")}</p><div class="fields"><label>${t("site-buffer")} (m) <input type="number" min="0" value=${f.radius_m} onInput=${number("radius_m")} /></label>
        <label>${t("report-buffer-height")} (m AGL) <input type="number" min="0" value=${f.height_m} onInput=${number("height_m")} /></label></div></fieldset>
      <details><summary>${t("report-more")}</summary><div class="fields">
        ${LANGUAGES.filter(([tag]) => tag !== language.value).map(([tag, name, dir]) => html`<label>${t("party-name-in", { language: name })} <input lang=${tag} dir=${dir} maxlength="120" value=${f.names[tag] ?? ""} onInput=${(/** @type {any} */ e) => set({ names: { ...f.names, [tag]: e.target.value } })} /></label>`)}
        <label>${t("report-life")} <input type="number" min="1" max="1000" value=${f.life_days} onInput=${number("life_days")} /></label>
        <label>${t("report-valid-from")} <input dir="ltr" class="num" placeholder=${sample()} value=${f.valid_from} onInput=${typed("valid_from")} /></label><label>${t("report-valid-until")} <input dir="ltr" class="num" placeholder=${sample()} value=${f.valid_until} onInput=${typed("valid_until")} /></label>
        <label class="wide">${t("remarks")} <textarea rows="2" dir="auto" maxlength="2000" value=${f.remarks} onInput=${typed("remarks")}></textarea></label>
        <label>${t("report-link-title")} <input dir="auto" maxlength="120" value=${f.title} onInput=${typed("title")} /></label><label>${t("report-link")} <input dir="ltr" maxlength="500" placeholder="https://" value=${f.url} onInput=${typed("url")} /></label>
        <fieldset class="wide"><legend>${t("report-disputes")}</legend><span class="row">${ASPECTS.map((one) => html`<label class="check"><input type="checkbox" checked=${f.disputes.includes(one)} onChange=${(/** @type {any} */ e) => set({ disputes: ASPECTS.filter((x) => (x === one ? e.target.checked : f.disputes.includes(x))) })} /> ${t(`dispute-${one}`)}</label>`)}</span></fieldset>
        <label class="check wide"><input type="checkbox" checked=${f.checks_blind} onChange=${(/** @type {any} */ e) => set({ checks_blind: e.target.checked })} /> ${t("report-blind")}</label>
      </div></details>
      <p class="soft small">${t("times-utc")}</p>
    </div>
    <${Confirm} say=${of.report ? "report-correct" : "report-make"} disabled=${!at.value || !read(f.observed)} go=${async () => {
      const id = of.report?.id ?? uuid();
      await putReport(id, body());
      chosen.value = id;
    }} />`;
}
