// Declaring an emergency: a point or an area, how high, and it is booked at once, whatever is around it.
import { html, useSignal } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { change } from "../room/act.js";
import { send, uuid } from "../room/api.js";
import { chosen, chosenItem } from "../room/choice.js";
import { now } from "../room/clock.js";
import { show } from "../room/past.js";
import { flights, me, mine, parties } from "../room/store.js";
import { t } from "../text/fluent.js";
import { NM_M } from "../text/format.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { levels } from "./limits.js";
import { drawnVolume, WhereFields, whereOf } from "./offnominal.js";
import { wipe } from "./outline.js";
import { written } from "./times.js";

const RADIUS_M = 10 * NM_M;
const LASTS_MS = 3_600_000;
const EMPTY = { of: "", callsign: "", contact: "", reason: "", is_manned: true };

/** @type {import("../../vendor/signals/signals.mjs").Signal<any>} */
const form = signal({ ...EMPTY });

/** For the chosen flight, where it is one's own; else for an aircraft that the room does not know yet. */
export function openEmergency() {
  show(null); // whoever looks at the past comes back for it
  const item = chosenItem.peek();
  const contact = parties.peek().get(me.peek()?.party)?.contact || mine.peek()[0]?.said.contact || "";
  form.value = { ...EMPTY, of: item?.mine && item.kind === "flight" ? item.id : "", contact: form.peek().contact || contact, reason: t("emergency-reason") };
  wipe();
  open({ title: () => t("emergency"), body: Emergency, isModal: false, whenClosed: wipe });
}

/** @param {import("../room/items.js").Item} [own] */
const whereAtFirst = (own) => (own ? whereOf(own) : { limits: levels(0, 200), until: written(Math.ceil((now.peek() + LASTS_MS) / 60_000) * 60_000) });

function Emergency() {
  const f = form.value;
  const own = flights.value.get(f.of);
  const where = useSignal(whereAtFirst(own));
  /** @param {string} name */
  const on = (name) => (/** @type {any} */ e) => (form.value = { ...form.peek(), [name]: e.target.value });
  const volume = drawnVolume(where.value);
  const begin = { kind: "circle", corners: own ? [own.at] : [], width_m: RADIUS_M };
  async function go() {
    if (!volume) return;
    const { callsign, contact, reason, is_manned } = form.peek();
    const off = { state: "Contingent", precedence: "emergency", reason, off_nominal: [volume] };
    const id = own?.id ?? uuid();
    if (own) await change(own, off, []);
    else await send("PUT", `/flights/${id}`, { ...off, volumes: [volume], callsign, contact, is_manned });
    chosen.value = id; // it comes by the stream, perhaps only then
  }
  return html`<div class="dialog-body">
      <p>${t("emergency-about")}</p>
      <label>${t("emergency-of")} <select onChange=${(/** @type {any} */ e) => {
        form.value = { ...form.peek(), of: e.target.value };
        where.value = whereAtFirst(flights.peek().get(e.target.value));
      }}><option value="" selected=${!f.of}>${t("emergency-other")}</option>${mine.value.map((m) => html`<option value=${m.id} selected=${m.id === f.of}>${m.name}</option>`)}</select></label>
      <${WhereFields} key=${f.of} where=${where.value} changed=${(/** @type {any} */ next) => (where.value = next)} begin=${begin} always />
      <div class="fields">
        ${!own && html`<label>${t("callsign")} <input dir="ltr" maxlength="12" value=${f.callsign} onInput=${(/** @type {any} */ e) => (form.value = { ...form.peek(), callsign: e.target.value.toUpperCase() })} /></label>
        <label class="check"><input type="checkbox" checked=${f.is_manned} onChange=${(/** @type {any} */ e) => (form.value = { ...form.peek(), is_manned: e.target.checked })} /> ${t("manned")}</label>
        <label class="wide">${t("contact-watch")} <input dir="auto" maxlength="300" required value=${f.contact} onInput=${on("contact")} /></label>`}
        <label class="wide">${t("reason")} <input dir="auto" maxlength="2000" required value=${f.reason} onInput=${on("reason")} /></label>
      </div>
    </div>
    <${Confirm} say="emergency-declare" danger disabled=${!volume || !f.reason.trim() || (!own && !f.contact.trim())} go=${go} />`;
}
