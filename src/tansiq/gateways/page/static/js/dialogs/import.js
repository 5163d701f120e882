// A file of flights or zones, dropped on the map or chosen: looked at first, with what stands in its way and where; then what is good is taken in.
import { html, useEffect, useSignal } from "../html.js";
import { uuid } from "../room/api.js";
import { FORMS, guessed, MOST_BYTES, sent } from "../room/file.js";
import { flights, mayAct, zones } from "../room/store.js";
import { held } from "../map/held.js";
import { Found } from "../panels/imported.js";
import { t } from "../text/fluent.js";
import { close, open } from "./host.js";
import { read, Time } from "./times.js";

const KINDS = ["closed", "danger", "restricted", "reserved", "corridor", "weather", "gnss_interference"];
const COUNT_MS = 300;

/** @param {File} [file] */
export function openImport(file) {
  open({ title: () => t("import"), body: () => html`<${Import} file=${file} />`, isModal: false, wide: true, whenClosed: () => draw([]) });
}

/** @param {any[]} items what is to be seen of a file on the map */
function draw(items) {
  const features = items.filter((i) => i.outcome === "good" || i.outcome === "done").flatMap((i) => i.features);
  held.map?.getSource("draft")?.setData({ type: "FeatureCollection", features });
}

/** @param {{file?: File}} props */
function Import({ file }) {
  const name = useSignal("");
  const text = useSignal("");
  const key = useSignal("");
  const guess = useSignal(/** @type {import("../room/file.js").Guess} */ ({ what: "flights", form: "geojson" }));
  const defaults = useSignal(/** @type {Record<string, string>} */ ({}));
  const answer = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  const busy = useSignal("");
  const withMet = useSignal(false);
  const done = useSignal(0);

  /** @param {File | undefined} chosen */
  async function take(chosen) {
    if (!chosen) return;
    name.value = chosen.name;
    answer.value = null;
    text.value = "";
    if (chosen.size > MOST_BYTES) return void (fault.value = t("import-big"));
    text.value = await chosen.text();
    guess.value = guessed(chosen.name, text.value);
    await ask(true);
  }
  /** @param {boolean} isDry */
  async function ask(isDry) {
    busy.value = isDry ? "look" : "take";
    fault.value = "";
    if (isDry) key.value = uuid();
    const ids = isDry ? [] : ready(answer.peek(), withMet.peek()).map((i) => i.id);
    const timer = setInterval(() => (done.value = ids.filter((id) => flights.peek().has(id) || zones.peek().has(id)).length), COUNT_MS);
    try {
      /** @type {Record<string, string>} */
      const accepts = !isDry && withMet.peek() ? { accepts: named(answer.peek()).join() } : {};
      const { from, until, ...rest } = defaults.peek();
      const times = { ...(from ? { from: read(from) } : {}), ...(until ? { until: read(until) } : {}) };
      answer.value = await sent(guess.peek(), text.peek(), { ...rest, ...times, ...accepts }, key.peek(), isDry);
      if (isDry) draw(answer.value.items);
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
      if (isDry) answer.value = null;
    } finally {
      clearInterval(timer);
      busy.value = "";
    }
  }
  useEffect(() => {
    take(file);
    return () => draw([]);
  }, []);

  const g = guess.value;
  /** @param {Partial<import("../room/file.js").Guess>} change */
  const set = (change) => ((guess.value = { ...guess.peek(), ...change }), (answer.value = null));
  const said = (/** @type {string} */ field) => (/** @type {any} */ e) => ((defaults.value = { ...defaults.peek(), [field]: e.target.value }), (answer.value = null));
  const a = answer.value;
  const some = a?.is_dry_run ? ready(a, withMet.value).length : 0;
  const meeting = a?.is_dry_run ? a.items.filter(meets).length : 0;
  return html`<div class="dialog-body">
      <p class="soft">${t("import-about")}</p>
      <label class="file">${t("import-file")} <input type="file" accept=".json,.geojson,.csv,.txt,application/json,application/geo+json,text/csv" onChange=${(/** @type {any} */ e) => take(e.target.files[0])} /></label>
      ${name.value && html`<p><b dir="auto">${name}</b></p>`}
      ${text.value && html`<div class="fields">
        <label>${t("import-what")} <select onChange=${(/** @type {any} */ e) => set({ what: e.target.value, form: FORMS[e.target.value][0] })}>${Object.keys(FORMS).map((w) => html`<option value=${w} selected=${w === g.what}>${t(`import-${w}`)}</option>`)}</select></label>
        <label>${t("import-form")} <select dir="ltr" onChange=${(/** @type {any} */ e) => set({ form: e.target.value })}>${FORMS[g.what].map((f) => html`<option value=${f} selected=${f === g.form}>${f.toUpperCase()}</option>`)}</select></label>
      </div>
      <details><summary>${t("import-defaults")}</summary><div class="fields">
        <label class="wide">${t("contact")} <input dir="auto" maxlength="300" value=${defaults.value.contact ?? ""} onInput=${said("contact")} /></label>
        ${g.what === "flights" ? html`
          <label>${t("manned")} <select onChange=${said("is_manned")}><option value="">${t("import-as-said")}</option><option value="yes" selected=${defaults.value.is_manned === "yes"}>${t("yes")}</option><option value="no" selected=${defaults.value.is_manned === "no"}>${t("no")}</option></select></label>
          <label>${t("reason")} <input dir="auto" maxlength="2000" value=${defaults.value.reason ?? ""} onInput=${said("reason")} /></label>` : html`
          <label>${t("zone-kind")} <select onChange=${said("kind")}><option value="">${t("import-as-said")}</option>${KINDS.map((k) => html`<option value=${k} selected=${defaults.value.kind === k}>${t(`zone-${k}`)}</option>`)}</select></label><span></span>
          <${Time} say="from" value=${defaults.value.from ?? ""} changed=${(/** @type {string} */ v) => said("from")({ target: { value: v } })} />
          <${Time} say="until" value=${defaults.value.until ?? ""} changed=${(/** @type {string} */ v) => said("until")({ target: { value: v } })} />`}
      </div></details>`}
      <p class="fault" role="alert">${fault}</p>
      ${busy.value && html`<div role="status"><p>${t(busy.value === "look" ? "import-looking" : "import-taking", { n: done.value })}</p>${busy.value === "take" ? html`<progress aria-label=${t("import")} max=${Math.max(1, some)} value=${done.value}></progress>` : html`<progress aria-label=${t("import")}></progress>`}</div>`}
      ${a && !busy.value && html`<${Found} answer=${a} />`}
    </div>
    <div class="dialog-foot">
      ${meeting > 0 && g.what === "flights" && html`<label class="check row"><input type="checkbox" checked=${withMet.value} onChange=${(/** @type {any} */ e) => (withMet.value = e.target.checked)} /> ${t("import-with-met", { n: meeting })}</label>`}
      <div class="row"><span class="soft small grow">${t("goes-in-log")}</span><button onClick=${close}>${t("close")}</button>
        ${text.value && !a && html`<button class="main" disabled=${busy.value !== ""} onClick=${() => ask(true)}>${t("import-look")}</button>`}
        ${a?.is_dry_run && mayAct.value && html`<button class="main" disabled=${!some || busy.value !== ""} onClick=${() => ask(false)}>${t("import-take", { n: some })}</button>`}</div>
    </div>`;
}

/** @param {any} item whether it is good but would meet others: those of the room, and those that stand before it in the file */
const meets = (item) => item.outcome === "good" && (item.conflicts?.length > 0 || item.meets?.some((/** @type {any} */ m) => m.item < item.item) || item.zones?.some((/** @type {any} */ z) => z.is_conflict));

/** @param {any} answer @param {boolean} withMet @returns {any[]} the items that would be taken in */
const ready = (answer, withMet) => answer.items.filter((/** @type {any} */ i) => i.outcome === "good" && (withMet || !meets(i)));

/** What was shown of what they meet, as the room takes it. @param {any} answer @returns {string[]} */
function named(answer) {
  /** @type {Set<string>} */
  const all = new Set();
  for (const item of answer.items) {
    for (const c of item.conflicts ?? []) all.add(`${c.with.id}:${c.with.ovn}`);
    for (const z of item.zones ?? []) if (z.is_conflict) all.add(`${z.zone.id}:${z.zone.ovn}`);
    for (const m of item.meets ?? []) all.add(`item-${m.item}`);
  }
  return [...all];
}
