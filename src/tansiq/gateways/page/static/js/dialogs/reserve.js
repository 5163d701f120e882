// Booking: draw on the map or type, see at once what it would meet, take a way out, book.
import { html, useEffect } from "../html.js";
import { effect, signal } from "../../vendor/signals/signals.mjs";
import { namedIn } from "../room/act.js";
import { send, uuid } from "../room/api.js";
import { attempts, remember } from "../room/attempts.js";
import { chosen } from "../room/choice.js";
import { now, tick } from "../room/clock.js";
import { flightItem, zoneItem } from "../room/items.js";
import { isLive } from "../room/store.js";
import { called, Num } from "../panels/words.js";
import { offerText } from "../panels/offers.js";
import { t } from "../text/fluent.js";
import { band, span } from "../text/format.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { heightsOf, levels, LimitFields, limitsBody, placeLimits } from "./limits.js";
import { draft, outlineOf, Outline, wipe } from "./outline.js";
import { Places } from "./places.js";
import { Repeat } from "./repeat.js";
import { read, Time, written } from "./times.js";

const CHECK_MS = 500;
const EMPTY = { callsign: "", aircraft_type: "", contact: "", is_manned: true, precedence: "routine", reason: "", limits: levels(60, 80), start: "", end: "", remarks: "" };

/** @type {import("../../vendor/signals/signals.mjs").Signal<any>} */
const form = signal({ ...EMPTY });
/** What the room says of it as it stands. @type {import("../../vendor/signals/signals.mjs").Signal<any>} */
const checked = signal(null);
const fault = signal("");
/** Volumes of a way out that was taken, in place of those typed. @type {import("../../vendor/signals/signals.mjs").Signal<any[] | null>} */
const taken = signal(null);

/** @param {{form: any, draft: any}} [again] what was typed of a booking that was refused */
export function openReserve(again) {
  const start = Math.ceil((now.peek() + 15 * 60_000) / 300_000) * 300_000;
  form.value = again?.form ?? { ...EMPTY, contact: form.peek().contact, start: written(start), end: written(start + 3_600_000) };
  checked.value = taken.value = null;
  wipe();
  open({ title: () => t("reserve"), body: () => html`<${Reserve} begin=${again?.draft} />`, isModal: false, whenClosed: wipe });
}

/** The body to send, or null while something is missing. */
function body() {
  const f = form.value;
  const outline = outlineOf(draft.value);
  const [start, end] = [read(f.start), read(f.end)];
  if (!outline || !start || !end) return null;
  const volume = { ...outline, ...limitsBody(f.limits), start, end };
  const { callsign, aircraft_type, contact, is_manned, precedence, reason, remarks } = f;
  return { volumes: taken.value ?? [volume], callsign, aircraft_type, contact, is_manned, precedence, reason, remarks };
}

/** @param {{begin?: any}} props */
function Reserve({ begin }) {
  useEffect(() => {
    let timer = 0;
    let run = 0;
    const stop = effect(() => {
      const made = body();
      clearTimeout(timer);
      checked.value = null;
      fault.value = "";
      if (!made || !isLive.value) return;
      const own = ++run;
      timer = setTimeout(async () => {
        try {
          const said = await send("POST", "/flights/check", made);
          if (own === run) checked.value = said;
        } catch (error) {
          if (own === run) fault.value = error instanceof Error ? error.message : String(error);
        }
      }, CHECK_MS);
    });
    return () => (stop(), clearTimeout(timer));
  }, []);
  const f = form.value;
  /** @param {string} name @param {(e: any) => any} [from] */
  const on = (name, from = (e) => e.target.value) => (/** @type {any} */ e) => (form.value = { ...form.value, [name]: from(e) });
  /** What a way out that was taken does not outlive. @param {string} name @param {any} value */
  const set = (name, value) => {
    taken.value = null;
    form.value = { ...form.value, [name]: value };
  };
  const upper = (/** @type {any} */ e) => e.target.value.toUpperCase();
  return html`<div class="dialog-body">
      <${Outline} changed=${() => (taken.value = null)} begin=${begin} />
      <${Places} limits=${() => heightsOf(limitsBody(form.peek().limits))} taken=${(/** @type {any} */ p) => set("limits", placeLimits(p, form.peek().limits))} />
      <div class="fields">
        <${Time} say="from" value=${f.start} changed=${(/** @type {string} */ v) => set("start", v)} />
        <${Time} say="until" value=${f.end} changed=${(/** @type {string} */ v) => set("end", v)} />
        <${LimitFields} limits=${f.limits} changed=${(/** @type {any} */ v) => set("limits", v)} />
        <label>${t("callsign")} <input dir="ltr" maxlength="12" value=${f.callsign} onInput=${on("callsign", upper)} /></label>
        <label>${t("aircraft-type")} <input dir="ltr" maxlength="4" value=${f.aircraft_type} onInput=${on("aircraft_type", upper)} /></label>
        <label class="wide">${t("contact-watch")} <input dir="auto" maxlength="300" required value=${f.contact} onInput=${on("contact")} /></label>
        <label>${t("precedence")} <select value=${f.precedence} onChange=${on("precedence")}>${["routine", "relief", "medevac", "search_and_rescue", "emergency"].map((p) => html`<option value=${p}>${t(`precedence-${p}`)}</option>`)}</select></label>
        <label class="check"><input type="checkbox" checked=${f.is_manned} onChange=${on("is_manned", (e) => e.target.checked)} /> ${t("manned")}</label>
        ${f.precedence !== "routine" && html`<label class="wide">${t("reason")} <input dir="auto" value=${f.reason} onInput=${on("reason")} /></label>`}
      </div>
      <p class="soft small">${t("times-utc")}</p>
      <${Repeat} flight=${() => (f.contact.trim() ? body() : null)} start=${f.start} />
    </div>
    <div class="dialog-end"><div class="findings" aria-live="polite" role="region" aria-label=${t("conflict")} tabindex="0"><${Findings} /></div>
    <${Confirm} say="book" disabled=${!body() || !f.contact.trim()} accepts=${checked.value ? namedIn(checked.value) : []} isKnown=${checked.value && namedIn(checked.value).length > 0} go=${async (/** @type {any[]} */ accepts) => {
      const id = uuid();
      remember(id, { form: form.peek(), draft: draft.peek() });
      await send("PUT", `/flights/${id}`, { ...body(), accepts });
      attempts.delete(id);
      chosen.value = id;
    }} /></div>`;
}

function Findings() {
  if (!outlineOf(draft.value)) return html`<p class="soft">${t("draw-first")}</p>`;
  if (fault.value) return html`<p class="fault">${fault}</p>`;
  const said = checked.value;
  if (!said) return html`<p class="soft">${t("checking")}</p>`;
  const met = [...said.conflicts.map((/** @type {any} */ c) => flightItem(c.with)), ...said.zones.map((/** @type {any} */ z) => zoneItem(z.zone))];
  return html`<div class=${met.length ? "banner-like" : ""}>
    <p>${met.length ? t("meets", { n: met.length }) : html`<b>✓ ${t("meets-nothing")}</b>`}</p>
    <ul>${met.map((item) => html`<li><b dir="auto">${called(item)}</b> <span class="soft small"><${Num}>${span(item.start, item.end, tick.value)} · ${item.band}<//></span></li>`)}</ul>
    ${said.sites.map((/** @type {any} */ s) => html`<p class="small notified-line">${s.message}</p>`)}
    ${said.warnings.map((/** @type {string} */ w) => html`<p class="small">${w}</p>`)}
    ${said.offers.length > 0 && html`<div class="row">${said.offers.map((/** @type {any} */ o) => html`<button onClick=${() => (taken.value = o.volumes)}>${offerText(/** @type {any} */ ({ name: form.value.callsign || t("your-flight") }), o)}</button>`)}</div>`}
    ${taken.value && html`<p class="soft small">${t("taken")} <${Num}>${band(taken.value[0].floor, taken.value[0].ceiling)}<//></p>`}
  </div>`;
}
