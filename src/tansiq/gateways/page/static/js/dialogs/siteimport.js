// A file of reports: looked at first, with each fault by its place in the file; then what was agreed to is entered.
import { html, useEffect, useSignal } from "../html.js";
import { get, sendFile, uuid } from "../room/api.js";
import { askSites, KINDS } from "../room/sites.js";
import { mayAct } from "../room/store.js";
import { held } from "../map/held.js";
import { Law } from "../panels/sitewords.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { placeInFile } from "../text/fileplaces.js";
import { position } from "../text/format.js";
import { close, open } from "./host.js";
import { read, Time } from "./times.js";

const FORMS = { csv: "text/csv", geojson: "application/geo+json", kml: "application/vnd.google-earth.kml+xml" };
const SOURCES = ["ground", "air", "satellite", "document", "other"];
const SHOWN = 500;
const ASK_MS = 500; // how often it is asked how far the import is
const LOOKS = { good: "", done: "activated", faulty: "warn", refused: "warn" };

/** @param {File} [file] */
export const openSiteImport = (file) => open({ title: () => t("site-import"), body: () => html`<${Body} file=${file} />`, isModal: false, wide: true, whenClosed: () => draw([]) });

/** Whether a file seems to hold reports of places: it says how exact its positions are, or is a KML. @param {File} file */
export async function isOfReports(file) {
  return /\.kml$/i.test(file.name) || (await file.slice(0, 4000).text()).includes("accuracy_m");
}

/** @param {any[]} items */
function draw(items) {
  const features = items.filter((i) => i.position).map((i) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [i.position.lon, i.position.lat] } }));
  /** @type {any} */ (held.map?.getSource("draft"))?.setData({ type: "FeatureCollection", features });
}

/** What a spreadsheet would take for a formula is text to it with this before it. @param {string} text */
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Hand over what is wrong in a file as a table: place in the file, what is wrong, what to do. @param {string} name of the file @param {any[]} items */
function save(name, items) {
  const head = [t("import-place"), t("import-outcome"), t("import-cure")];
  const rows = items.flatMap((i) => i.problems.map((/** @type {any} */ p) => [placeInFile(p.where || i.where), p.message, p.hint]));
  const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n").replace(/[\u2068\u2069]/g, ""); // marks of direction, which no other programme expects
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })); // the mark tells a spreadsheet that it is UTF-8
  link.download = `${name.replace(/\.[^.]*$/, "")}-faults.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {string} name @returns {keyof FORMS} */
const formOf = (name) => (/\.kml$/i.test(name) ? "kml" : /json$/i.test(name) ? "geojson" : "csv");

/** @param {{file?: File}} props */
function Body({ file }) {
  const taken = useSignal({ name: "", text: "" });
  const form = useSignal(/** @type {keyof FORMS} */ ("csv"));
  const defaults = useSignal(/** @type {Record<string, string>} */ ({}));
  const answer = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  const busy = useSignal(false);
  const key = useSignal("");
  const areFaults = useSignal(false);
  /** How far entering is; of: 0 while the file is read. */
  const far = useSignal(/** @type {{taken: number, of: number} | null} */ (null));
  /** @param {File | undefined} chosen */
  async function take(chosen) {
    if (!chosen) return;
    taken.value = { name: chosen.name, text: await chosen.text() };
    form.value = formOf(chosen.name);
    await ask("");
  }
  /** @param {string} agreed the word of the look that is agreed to; "" to look */
  async function ask(agreed) {
    busy.value = true;
    fault.value = "";
    if (!agreed) key.value = uuid();
    far.value = agreed ? { taken: 0, of: 0 } : null;
    const asking = agreed ? setInterval(() => get(`/imports/reports/${key.peek()}`).then((said) => far.value && (far.value = said), () => {}), ASK_MS) : undefined; // where it cannot be asked the end tells
    const said = Object.entries({ ...defaults.peek(), observed: read(defaults.peek().observed ?? "") }).filter(([, v]) => v);
    const query = new URLSearchParams([["format", form.peek()], ...said, ["dry_run", String(!agreed)], ...(agreed ? [["agreed", agreed]] : [])]);
    try {
      answer.value = await sendFile(`/imports/reports?${query}`, taken.peek().text, FORMS[form.peek()], key.peek());
      if (agreed) await askSites();
      else draw(answer.peek().items);
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
      if (!agreed) answer.value = null;
    } finally {
      clearInterval(asking);
      far.value = null;
      busy.value = false;
    }
  }
  useEffect(() => {
    take(file);
    return () => draw([]);
  }, []);
  const a = answer.value;
  const faulty = (a?.items ?? []).filter((/** @type {any} */ i) => i.problems.length > 0);
  const listed = areFaults.value && faulty.length ? faulty : (a?.items ?? []);
  const some = a?.is_dry_run ? a.counts.new + a.counts.corrected : 0;
  const on = (/** @type {string} */ name) => (/** @type {any} */ e) => ((defaults.value = { ...defaults.peek(), [name]: e.target.value }), (answer.value = null));
  return html`<div class="dialog-body"><p class="soft">${t("site-import-about")}</p><${Law} />
      <label class="file">${t("import-file")} <input type="file" accept=".csv,.json,.geojson,.kml,text/csv,application/geo+json" onChange=${(/** @type {any} */ e) => take(e.target.files[0])} /></label>
      ${taken.value.name && html`<p><b dir="auto">${taken.value.name}</b></p>
        <label>${t("import-form")} <select dir="ltr" onChange=${(/** @type {any} */ e) => ((form.value = e.target.value), (answer.value = null))}>${Object.keys(FORMS).map((f) => html`<option value=${f} selected=${f === form.value}>${f.toUpperCase()}</option>`)}</select></label>
        <details><summary>${t("import-defaults")}</summary><div class="fields">
          <label>${t("site-kind")} <select onChange=${on("kind")}><option value="">${t("import-as-said")}</option>${KINDS.map((k) => html`<option value=${k} selected=${k === defaults.value.kind}>${t(`site-${k}`)}</option>`)}</select></label>
          <label>${t("report-source")} <select onChange=${on("source")}><option value="">${t("import-as-said")}</option>${SOURCES.map((s) => html`<option value=${s} selected=${s === defaults.value.source}>${t(`source-${s}`)}</option>`)}</select></label>
          <${Time} say="report-observed" value=${defaults.value.observed ?? ""} changed=${(/** @type {string} */ v) => on("observed")({ target: { value: v } })} />
          <label>${t("report-accuracy")} (m) <input type="number" min="0" value=${defaults.value.accuracy_m ?? ""} onInput=${on("accuracy_m")} /></label></div></details>`}
      <p class="fault" role="alert">${fault}</p>
      ${busy.value && (far.value ? html`<div role="status"><p>${far.value.of ? t("site-import-progress", { taken: far.value.taken, of: far.value.of }) : t("site-import-reading")}</p><progress aria-label=${t("site-import")} max=${far.value.of || 1} value=${far.value.of ? far.value.taken : undefined}></progress></div>` : html`<p role="status">${t("import-looking")}</p>`)}
      ${a && !busy.value && html`<p role="status"><b>${a.is_dry_run ? t("import-found", { good: a.counts.good, faulty: a.counts.faulty }) : t("import-done", { done: a.counts.done, refused: a.counts.refused + a.counts.faulty })}</b> ${a.is_dry_run && t("site-import-counts", { new: a.counts.new, corrected: a.counts.corrected, unchanged: a.counts.unchanged, join: a.counts.may_join })}</p>
        ${a.ignored.length > 0 && html`<p class="soft small">${t("import-ignored")} <bdi>${a.ignored.join(", ")}</bdi></p>`}
        ${faulty.length > 0 && html`<p class="row"><label class="check"><input type="checkbox" checked=${areFaults.value} onChange=${(/** @type {any} */ e) => (areFaults.value = e.target.checked)} /> ${t("site-import-faults", { n: faulty.length })}</label><button onClick=${() => save(taken.value.name, faulty)}>${t("site-import-download")}</button></p>`}
        <table class="imported"><thead><tr><th scope="col">${t("import-place")}</th><th scope="col">${t("item")}</th><th scope="col">${t("import-outcome")}</th></tr></thead><tbody>${listed.slice(0, SHOWN).map((/** @type {any} */ i) => html`<tr key=${i.item}><td class="small">${placeInFile(i.where)}</td>
          <td>${i.kind && t(`site-${i.kind}`)} ${i.position && html`<${Num} class="soft">${position(i.position.lat, i.position.lon)}<//>`}</td>
          <td><span class=${`tag ${LOOKS[/** @type {"good"} */ (i.outcome)]}`}>${t(`import-is-${i.outcome}`)}</span> ${i.change && t(`site-import-${i.change}`)} ${i.near?.length > 0 && t("site-import-near", { n: i.near.length })}
            ${i.problems.map((/** @type {any} */ p) => html`<p class="small">${p.message} ${p.hint} ${p.where !== i.where && html`<span class="soft">${placeInFile(p.where)}</span>`}</p>`)}</td></tr>`)}</tbody></table>${listed.length > SHOWN && html`<p class="soft small">${t("site-import-shown", { n: listed.length - SHOWN })}</p>`}`}
    </div>
    <div class="dialog-foot"><div class="row"><span class="soft small grow">${t("goes-in-log")}</span><button onClick=${close}>${t("close")}</button>
      ${taken.value.text && !a && html`<button class="main" disabled=${busy.value} onClick=${() => ask("")}>${t("import-look")}</button>`}
      ${a?.is_dry_run && mayAct.value && html`<button class="main" disabled=${!some || busy.value} onClick=${() => ask(a.agreed)}>${t("import-take", { n: some })}</button>`}</div></div>`;
}
