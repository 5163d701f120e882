// Announcing a movement, or changing one that has not departed: its way, clicked or typed, and a time at each place.
import { html, useEffect, useSignal } from "../html.js";
import { metresBetween } from "../geo/geodesy.js";
import { uuid } from "../room/api.js";
import { choose, chosen } from "../room/choice.js";
import { now } from "../room/clock.js";
import { putMovement } from "../room/movements.js";
import { room } from "../room/store.js";
import { Law } from "../panels/sitewords.js";
import { Num } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { position } from "../text/format.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { grantsBody, MovementGrants } from "./movementgrants.js";
import { draft, Outline, wipe } from "./outline.js";
import { read, Time, written } from "./times.js";

const KINDS = ["convoy", "team"];
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
const WIDTH_M = 1_000;
const EMPTY = { kind: "convoy", vehicles: 4, markings: "", contact: "", remarks: "" };

/** @param {import("../room/movements.js").Movement} [m] one's own, to change */
export function openMovement(m) {
  const { width_m } = draft.peek(); // that of the next flight's corridor
  const whenClosed = () => ((draft.value = { ...draft.peek(), width_m }), wipe());
  open({ title: () => t(m ? "movement-change" : "movement-announce"), body: () => html`<${Body} m=${m} />`, isModal: false, whenClosed });
  if (m) choose(m);
}

/** The times of the places on the way: those that were typed, else in proportion between the two that are nearest along it. @param {[number, number][]} corners @param {(number | null)[]} said */
export function timesAlong(corners, said) {
  const far = corners.map((c, n) => (n ? metresBetween(corners[n - 1], c) : 0)).map(((sum) => (/** @type {number} */ m) => (sum += m))(0));
  return corners.map((_, n) => {
    if (said[n] !== null) return said[n];
    const [before, after] = [said.findLastIndex((ms, k) => k < n && ms !== null), said.findIndex((ms, k) => k > n && ms !== null)];
    const [from, until] = [/** @type {number} */ (said[before]), /** @type {number} */ (said[after])];
    const share = far[after] > far[before] ? (far[n] - far[before]) / (far[after] - far[before]) : (n - before) / (after - before);
    return Math.round((from + (until - from) * share) / MINUTE_MS) * MINUTE_MS;
  });
}

/** @param {{m?: import("../room/movements.js").Movement}} props */
function Body({ m }) {
  const old = m?.said;
  const start = Math.ceil((now.peek() + 49 * HOUR_MS) / HOUR_MS) * HOUR_MS;
  const form = useSignal({ ...EMPTY, ...(old && { kind: old.kind, vehicles: old.vehicles, markings: old.markings, contact: old.contact, remarks: old.remarks }), start: written(m?.start ?? start), end: written(m?.line.at(-1)?.ms ?? start + 4 * HOUR_MS) });
  /** Times of the places between, as they are typed. @type {import("../../vendor/signals/signals.mjs").Signal<Record<number, string>>} */
  const between = useSignal(Object.fromEntries((m?.line ?? []).map((p, n) => [n, written(p.ms)]).slice(1, -1)));
  const grants = useSignal(/** @type {Record<string, string>} */ ({}));
  const notify = useSignal(true);
  const begin = { kind: "corridor", corners: m ? m.line.map((p) => p.at) : [], width_m: old?.width_m ?? WIDTH_M };
  useEffect(() => wipe, []);
  const f = form.value;
  /** @param {object} change */
  const set = (change) => (form.value = { ...form.peek(), ...change });
  const typed = (/** @type {string} */ name) => (/** @type {any} */ e) => set({ [name]: e.target.value });
  const { corners, width_m } = draft.value;
  const [first, last] = [read(f.start), read(f.end)];
  const said = corners.map((_, n) => (n === 0 ? f.start : n === corners.length - 1 ? f.end : (between.value[n] ?? ""))).map((text) => (read(text) ? Date.parse(read(text)) : null));
  const times = first && last && corners.length > 1 ? timesAlong(corners, said) : [];
  const rises = times.every((ms, n) => !n || /** @type {number} */ (ms) > /** @type {number} */ (times[n - 1]));
  const noticeH = room.value?.charter[`ahead_${f.kind}_h`] ?? 0;
  const isLate = first && Date.parse(first) - now.peek() < noticeH * HOUR_MS;
  const body = () => ({
    kind: f.kind, points: corners.map(([lon, lat], n) => ({ lat, lon: ((lon + 540) % 360) - 180, time: new Date(/** @type {number} */ (times[n])).toISOString() })), width_m: Math.round(width_m), ovn: old?.ovn ?? "",
    vehicles: Number(f.vehicles), markings: f.markings, contact: f.contact, remarks: f.remarks, notify: notify.value, ...(old ? {} : { grants: grantsBody(grants.value) }),
  }); // prettier-ignore
  return html`<div class="dialog-body">
      <p class="soft small">${t("movement-hint")}</p><${Law} />
      <${Outline} changed=${() => {}} kinds=${["corridor"]} begin=${begin} />
      <div class="fields">
        <label>${t("movement-kind")} <select onChange=${typed("kind")}>${KINDS.map((k) => html`<option value=${k} selected=${k === f.kind}>${t(`movement-${k}`)}</option>`)}</select></label>
        <label>${t("movement-vehicles")} <input type="number" min="0" max="1000" value=${f.vehicles} onInput=${typed("vehicles")} /></label>
        <${Time} say="movement-start" value=${f.start} changed=${(/** @type {string} */ v) => set({ start: v })} />
        <${Time} say="movement-end" value=${f.end} changed=${(/** @type {string} */ v) => set({ end: v })} />
      </div>
      ${times.length > 2 && html`<fieldset><legend>${t("movement-way", { n: corners.length })}</legend><div class="fields">${corners.slice(1, -1).map(([lon, lat], k) => html`<label><${Num}>${position(lat, lon)}<//> <input dir="ltr" class="num" placeholder=${written(/** @type {number} */ (times[k + 1]))} aria-invalid=${Boolean(between.value[k + 1]) && !read(between.value[k + 1])} value=${between.value[k + 1] ?? ""} onInput=${(/** @type {any} */ e) => (between.value = { ...between.peek(), [k + 1]: e.target.value })} /></label>`)}</div><p class="soft small">${t("movement-between")}</p></fieldset>`}
      ${!rises && html`<p class="fault" role="alert">${t("movement-times-rise")}</p>`}
      ${isLate && html`<p class="small"><span class="tag warn">${t("movement-late")}</span> ${t("movement-late-hint", { hours: noticeH })}</p>`}
      <div class="fields">
        <label class="wide">${t("movement-markings")} <input dir="auto" maxlength="300" value=${f.markings} onInput=${typed("markings")} /></label>
        <label class="wide">${t("contact")} <input dir="auto" maxlength="300" required value=${f.contact} onInput=${typed("contact")} /></label>
        <label class="wide">${t("remarks")} <textarea rows="2" dir="auto" maxlength="300" value=${f.remarks} onInput=${typed("remarks")}></textarea></label></div>
      ${!old && html`<fieldset><legend>${t("movement-told")}</legend><p class="soft small">${t("movement-release-hint")}</p><${MovementGrants} grants=${grants.value} changed=${(/** @type {any} */ next) => (grants.value = next)} /></fieldset>`}
      <label class="check"><input type="checkbox" checked=${notify.value} onChange=${(/** @type {any} */ e) => (notify.value = e.target.checked)} /> ${t("movement-notify")}</label>
      <p class="soft small">${t("times-utc")}</p>
      ${corners.length < 2 && html`<p class="soft">${t("movement-draw-first")}</p>`}
    </div>
    <${Confirm} say=${old ? "movement-change" : "movement-announce"} disabled=${corners.length < 2 || !times.length || !rises || !f.contact.trim()} go=${async () => {
      const id = m?.id ?? uuid();
      await putMovement(id, body());
      chosen.value = id;
    }} />`;
}
