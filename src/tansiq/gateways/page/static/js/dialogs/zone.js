// A zone: announced, changed. Where it stands is changed by the buttons of panels/zones.js.
import { html, useEffect } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { send, uuid } from "../room/api.js";
import { choose, chosen } from "../room/choice.js";
import { now } from "../room/clock.js";
import { bodyOfZone } from "../room/zonebody.js";
import { zones } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { HoursFields } from "./hours.js";
import { open } from "./host.js";
import { heightsOf, levels, LimitFields, limitsBody, limitsOf, placeLimits } from "./limits.js";
import { draft, outlineOf, Outline, wipe } from "./outline.js";
import { Places } from "./places.js";
import { read, Time, written } from "./times.js";

const KINDS = ["closed", "danger", "restricted", "reserved", "corridor", "weather", "gnss_interference"];
const LEVELS = ["existence", "reservation", "identity"];
const EMPTY = { kind: "danger", name: "", authority: "", conditions: "", contact: "", frequency: "", level: "", hours: [], limits: levels(0, 100), start: "", end: "" };

/** @type {import("../../vendor/signals/signals.mjs").Signal<any>} */
const form = signal({ ...EMPTY });

/** @param {import("../room/items.js").Item} [item] one's own, to change */
export function openZone(item) {
  const start = Math.ceil(now.peek() / 300_000) * 300_000;
  const z = item?.said;
  form.value = z
    ? { ...EMPTY, ...z, level: z.level ?? "", limits: limitsOf(z.volumes[0]), start: written(item.start), end: written(item.end) }
    : { ...EMPTY, contact: form.peek().contact, authority: form.peek().authority, start: written(start), end: written(start + 4 * 3_600_000) };
  wipe();
  open({ title: () => (item ? html`${t("zone-change")} – <span dir="auto">${item.name}</span>` : t("zone-announce")), body: () => html`<${Body} item=${item} />`, isModal: false, whenClosed: wipe });
  if (item) choose(item);
}

/** The volumes to send; null while something is missing. Those of a zone that is changed stay where nothing is drawn anew. @param {any} held */
function volumes(held) {
  const f = form.value;
  const [start, end] = [read(f.start), read(f.end)];
  const outline = outlineOf(draft.value);
  if (!start || !end || (!outline && !held)) return null;
  if (outline) return [{ ...outline, ...limitsBody(f.limits), start, end }];
  if (held.volumes.length > 1) return bodyOfZone(held).volumes; // several: each keeps its own limits and times
  return [{ ...bodyOfZone(held).volumes[0], ...limitsBody(f.limits), start, end }];
}

/** @param {{item?: import("../room/items.js").Item}} props */
function Body({ item }) {
  useEffect(() => wipe, []);
  const f = form.value;
  const held = item && (zones.value.get(item.id)?.said ?? item.said);
  /** @param {string} name @param {any} value */
  const set = (name, value) => (form.value = { ...form.value, [name]: value });
  const typed = (/** @type {string} */ name) => (/** @type {any} */ e) => set(name, e.target.value);
  const made = volumes(held);
  const isKept = held && held.volumes.length > 1 && !outlineOf(draft.value);
  return html`<div class="dialog-body">
      ${held && html`<p class="soft small">${t(isKept ? "zone-keeps-volumes" : "zone-keeps-outline")}</p>`}
      <${Outline} changed=${() => {}} />
      <${Places} limits=${() => heightsOf(limitsBody(form.peek().limits))} taken=${(/** @type {any} */ p) => set("limits", placeLimits(p, form.peek().limits))} />
      <div class="fields">
        <label>${t("zone-kind")} <select value=${f.kind} onChange=${typed("kind")}>${KINDS.map((k) => html`<option value=${k} selected=${k === f.kind}>${t(`zone-${k}`)}</option>`)}</select></label>
        <label>${t("zone-name")} <input dir="auto" maxlength="120" required value=${f.name} onInput=${typed("name")} /></label>
        ${!isKept && html`<${Time} say="from" value=${f.start} changed=${(/** @type {string} */ v) => set("start", v)} />
        <${Time} say="until" value=${f.end} changed=${(/** @type {string} */ v) => set("end", v)} />
        <${LimitFields} limits=${f.limits} changed=${(/** @type {any} */ v) => set("limits", v)} />`}
        <label class="wide">${t("authority")} <input dir="auto" maxlength="120" value=${f.authority} onInput=${typed("authority")} /></label>
        <label class="wide">${t("conditions")} <input dir="auto" maxlength="1000" value=${f.conditions} onInput=${typed("conditions")} /></label>
        <label class="wide">${t("contact")} <input dir="auto" maxlength="300" required value=${f.contact} onInput=${typed("contact")} /></label>
        <label>${t("frequencies")} <input dir="ltr" maxlength="40" value=${f.frequency} onInput=${typed("frequency")} /></label>
        <label>${t("zone-level")} <select onChange=${typed("level")}><option value="" selected=${!f.level}>${t("zone-level-charter")}</option>${LEVELS.map((l) => html`<option value=${l} selected=${l === f.level}>${t(`level-${l}`)}</option>`)}</select></label>
      </div>
      <${HoursFields} hours=${f.hours} changed=${(/** @type {any} */ v) => set("hours", v)} />
      <p class="soft small">${t("times-utc")}</p>
      ${!made && html`<p class="soft">${t("draw-first-zone")}</p>`}
    </div>
    <${Confirm} say=${item ? "zone-change" : "zone-announce"} disabled=${!made || !f.name.trim() || !f.contact.trim()} go=${async () => {
      const id = item?.id ?? uuid();
      const { kind, name, authority, conditions, contact, frequency, hours } = f;
      await send("PUT", `/zones/${id}`, {
        ...(held ? bodyOfZone(held) : { life: "planned" }), volumes: made, kind, name, authority, conditions, contact, frequency, hours, level: f.level || null,
      });
      chosen.value = id;
    }} />`;
}
