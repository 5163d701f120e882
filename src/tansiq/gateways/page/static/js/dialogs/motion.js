// Proposing to the members: let a party in, suspend it, take it back, expel it.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { now } from "../room/clock.js";
import { Party } from "../panels/words.js";
import { LANGUAGES, t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { read, Time, written } from "./times.js";

const DAY_MS = 86_400_000;

/** When the vote ends, unless it is said otherwise. */
export const inADay = () => written(Math.ceil((now.peek() + DAY_MS) / 300_000) * 300_000);

/** @param {string} matter @param {string} party "" for one that is to be let in */
export function openMotion(matter, party) {
  open({ title: () => t(`matter-${matter}`), body: () => html`<${Body} matter=${matter} party=${party} />` });
}

/** @param {{matter: string, party: string}} props */
function Body({ matter, party }) {
  const form = useSignal({ code: party, names: /** @type {Record<string, string>} */ ({}), contact: "", voice: "", reason: "", deadline: inADay() });
  const f = form.value;
  /** @param {object} change */
  const set = (change) => (form.value = { ...form.value, ...change });
  const isNew = matter === "admit";
  const names = Object.fromEntries(Object.entries(f.names).filter(([, name]) => name.trim()));
  const voice = f.voice.split("\n").map((v) => v.trim()).filter(Boolean);
  const go = () =>
    send("POST", "/proposals", { matter, party: f.code, deadline: read(f.deadline), reason: f.reason, ...(isNew ? { described: { names, contact: f.contact, voice } } : {}) });
  return html`<div class="dialog-body">
      <p>${t(`about-${matter}`)}</p>
      ${isNew
        ? html`<div class="fields">
          <label>${t("party-code")} <input dir="ltr" maxlength="8" required value=${f.code} onInput=${(/** @type {any} */ e) => set({ code: e.target.value.toUpperCase() })} /></label>
          ${LANGUAGES.map(([tag, name, dir]) => html`<label>${t("party-name-in", { language: name })} <input lang=${tag} dir=${dir} maxlength="120" value=${f.names[tag] ?? ""} onInput=${(/** @type {any} */ e) => set({ names: { ...form.value.names, [tag]: e.target.value } })} /></label>`)}
          <label class="wide">${t("contact-watch")} <input dir="auto" maxlength="300" value=${f.contact} onInput=${(/** @type {any} */ e) => set({ contact: e.target.value })} /></label>
          <label class="wide">${t("party-voice")} <textarea rows="2" dir="ltr" value=${f.voice} onInput=${(/** @type {any} */ e) => set({ voice: e.target.value })}></textarea></label></div>`
        : html`<p><${Party} code=${party} named /></p>`}
      <${Until} f=${f} set=${set} />
    </div>
    <${Confirm} say="motion-propose" danger=${matter === "expel"} disabled=${!read(f.deadline) || !f.code || (isNew && !Object.keys(names).length)} go=${go} />`;
}

/** Reason and deadline of a proposal. @param {{f: any, set: (change: object) => void}} props */
export const Until = ({ f, set }) => html`<div class="fields"><label class="wide">${t("reason")} <textarea rows="2" dir="auto" maxlength="2000" value=${f.reason} onInput=${(/** @type {any} */ e) => set({ reason: e.target.value })}></textarea></label>
  <${Time} say="vote-until" value=${f.deadline} changed=${(/** @type {string} */ deadline) => set({ deadline })} /></div>`;
