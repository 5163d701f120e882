// Stating what is known of the air in an area: QNH, transition altitude and level, how warm it is, by whom it was measured, and when.
import { html } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { stated } from "../room/air.js";
import { send } from "../room/api.js";
import { now } from "../room/clock.js";
import { takeMet } from "../room/met.js";
import { t } from "../text/fluent.js";
import { NM_M } from "../text/format.js";
import { Num } from "../panels/words.js";
import { Confirm } from "./asking.js";
import { control, faults, Field, located } from "./fields.js";
import { open } from "./host.js";
import { draft, outlineOf, Outline, wipe } from "./outline.js";
import { read, Time, written } from "./times.js";

const LASTS_MS = 3 * 3_600_000;
const EMPTY = { id: "", name: "", source: "", qnh: "", qnhOff: "2", warmBy: "isa", warm: "0", at: "", warmOff: "10", altitude: "", level: "", start: "", end: "", observed: "" };

/** @type {import("../../vendor/signals/signals.mjs").Signal<any>} */
const form = signal({ ...EMPTY });

/** @param {any} [held] one's own, to state anew */
export function openAir(held) {
  const at = Math.floor(now.peek() / 60_000) * 60_000;
  const times = { observed: written(at), start: written(at), end: written(at + LASTS_MS) };
  faults.value = new Map();
  form.value = held
    ? { ...EMPTY, ...held, ...times, end: written(Math.max(Date.parse(held.end), at + LASTS_MS)), qnh: String(held.qnh_hpa), qnhOff: String(held.qnh_tolerance_hpa), warm: String(held.isa_k), warmOff: String(held.isa_tolerance_k), altitude: inFeet(held.transition_altitude), level: String(held.transition_level?.value ?? "") }
    : { ...EMPTY, ...times, source: form.peek().source };
  wipe();
  open({ title: () => (held ? html`${t("air-again")} – <${Num}>${held.id}<//>` : t("air-state")), body: () => html`<${Body} held=${held} />`, isModal: false, whenClosed: wipe });
}

/** @param {any} height */
const inFeet = (height) => (height ? String(Math.round(height.units === "FT" ? height.value : height.value / 0.3048)) : "");

/** @param {any} held */
function begin(held) {
  if (!held) return { kind: "circle", corners: [], width_m: 40 * NM_M };
  if (held.circle) return { kind: "circle", corners: [[held.circle.center.lon, held.circle.center.lat]], width_m: held.circle.radius_m };
  return { kind: "polygon", corners: held.polygon.map((/** @type {any} */ p) => [p.lon, p.lat]), width_m: 40 * NM_M };
}

/** The body to send; null while something is missing. */
function body() {
  const f = form.value;
  const outline = outlineOf(draft.value);
  const [start, end, observed] = [f.start, f.end, f.observed].map(read);
  const numbers = [f.qnh, f.qnhOff, f.warm, f.warmOff];
  const isWhole = numbers.every((n) => String(n).trim() && Number.isFinite(Number(n))) && (f.warmBy === "isa" || f.at !== "");
  if (!outline || !start || !end || !observed || !isWhole || !f.id.trim() || !f.source.trim()) return null;
  return {
    ...outline, start, end, observed, name: f.name, source: f.source,
    qnh_hpa: Number(f.qnh), qnh_tolerance_hpa: Number(f.qnhOff), isa_tolerance_k: Number(f.warmOff),
    ...(f.warmBy === "isa" ? { isa_k: Number(f.warm) } : { temperature_c: Number(f.warm), temperature_at: { reference: "FL", value: Number(f.at) } }),
    ...(f.altitude === "" ? {} : { transition_altitude: { reference: "AMSL", value: Number(f.altitude), units: "FT" } }),
    ...(f.level === "" ? {} : { transition_level: { reference: "FL", value: Number(f.level) } }),
  }; // prettier-ignore
}

/** @param {{held?: any}} props */
function Body({ held }) {
  const f = form.value;
  const made = body();
  /** @param {string} name @param {any} value */
  const set = (name, value) => (form.value = { ...form.peek(), [name]: value });
  const typed = (/** @type {string} */ name) => (/** @type {any} */ e) => set(name, e.target.value);
  /** A number and its unit. @param {string} name @param {string} field @param {string} unit */
  const number = (name, field, unit) => html`<span class="row tight"><input type="number" step="any" value=${f[name]} ...${control(field)} onInput=${typed(name)} /><${Num}>${unit}<//></span>`;
  async function go() {
    const said = await located(() => send("PUT", `/pressures/${encodeURIComponent(f.id.trim().toUpperCase())}`, body() ?? {}));
    takeMet(said.conflicts.map((/** @type {any} */ c) => ({ flight: c.flight, met: c.conflict.with.id })));
    stated.value = { n: said.conflicts.length, isComplete: said.is_complete };
  }
  return html`<div class="dialog-body">
      <p class="soft">${t("air-about")}</p>
      <div class="fields">
        <${Field} name="id" say="air-id"><input dir="ltr" maxlength="20" required placeholder="OADN" value=${f.id} readonly=${Boolean(held)} ...${control("id")} onInput=${typed("id")} /><//>
        <${Field} name="name" say="air-name"><input dir="auto" maxlength="120" value=${f.name} ...${control("name")} onInput=${typed("name")} /><//>
        <${Field} name="qnh_hpa" say="air-qnh">${number("qnh", "qnh_hpa", "hPa")}<//>
        <${Field} name="qnh_tolerance_hpa" say="air-within">${number("qnhOff", "qnh_tolerance_hpa", "hPa")}<//>
        <label>${t("air-warm-by")} <select onChange=${typed("warmBy")}><option value="isa" selected=${f.warmBy === "isa"}>${t("air-isa")}</option><option value="temperature" selected=${f.warmBy !== "isa"}>${t("air-temperature")}</option></select></label>
        <${Field} name=${f.warmBy === "isa" ? "isa_k" : "temperature_c"} say=${f.warmBy === "isa" ? "air-isa" : "air-temperature"}>${number("warm", f.warmBy === "isa" ? "isa_k" : "temperature_c", f.warmBy === "isa" ? "K" : "°C")}<//>
        ${f.warmBy !== "isa" && html`<${Field} name="temperature_at" say="air-at">${number("at", "temperature_at", "FL")}<//>`}
        <${Field} name="isa_tolerance_k" say="air-within">${number("warmOff", "isa_tolerance_k", "K")}<//>
        <${Field} name="transition_altitude" say="air-ta">${number("altitude", "transition_altitude", "ft AMSL")}<//>
        <${Field} name="transition_level" say="air-tl">${number("level", "transition_level", "FL")}<//>
        <${Field} name="source" say="air-source" wide><input dir="auto" maxlength="300" required value=${f.source} ...${control("source")} onInput=${typed("source")} /><//>
        <${Time} say="air-observed" value=${f.observed} changed=${(/** @type {string} */ v) => set("observed", v)} />
        <span></span>
        <${Time} say="from" value=${f.start} changed=${(/** @type {string} */ v) => set("start", v)} />
        <${Time} say="until" value=${f.end} changed=${(/** @type {string} */ v) => set("end", v)} />
      </div>
      <p class="soft small">${t("times-utc")}</p>
      <${Outline} changed=${() => {}} begin=${begin(held)} kinds=${["polygon", "circle"]} />
    </div>
    <${Confirm} say="air-state" disabled=${!made} go=${go} />`;
}

/** @param {any} held one's own */
export function openAirEnd(held) {
  const go = async () => {
    const said = await send("DELETE", `/pressures/${encodeURIComponent(held.id)}`);
    takeMet(said.conflicts.map((/** @type {any} */ c) => ({ flight: c.flight, met: c.conflict.with.id })));
    stated.value = { n: said.conflicts.length, isComplete: said.is_complete };
  };
  open({ title: () => html`${t("air-end")} – <${Num}>${held.id}<//>`, body: () => html`<div class="dialog-body"><p>${t("air-about-end")}</p></div><${Confirm} say="air-end" danger go=${go} />` });
}
