// What one's party releases where a flight or zone says nothing itself, by class and party; and how this device behaves.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { LEVELS } from "../room/rules.js";
import { mayLead, me, parties, room } from "../room/store.js";
import { Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { Device } from "./device.js";
import { KeysOn } from "./help.js";
import { open } from "./host.js";
import { openWebhook } from "./webhook.js";

const OF = ["manned", "unmanned", "zone"];

/** @typedef {{of: string, party: string, level: string, is_reciprocal: boolean}} Preset */

export const openSettings = () => open({ title: () => t("settings"), body: Settings, wide: true });

function Settings() {
  const held = useSignal(/** @type {Preset[] | null} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    get("/presets").then((said) => (held.value = said.presets), (error) => (fault.value = error.message));
  }, []);
  const others = [...parties.value.values()].filter((p) => p.state !== "proposed" && p.state !== "left" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  const all = held.value ?? [];
  /** @param {string} of @param {string} party */
  const find = (of, party) => all.find((p) => p.of === of && p.party === party);
  /** @param {string} of @param {string} party @param {Partial<Preset> | null} change null: as for all, or as the charter says */
  const set = (of, party, change) => {
    const rest = all.filter((p) => p.of !== of || p.party !== party);
    held.value = change ? [...rest, { of, party, level: "existence", is_reciprocal: false, ...find(of, party), ...change }] : rest;
  };
  return html`<div class="dialog-body">
      <h2>${t("presets")}</h2><p class="soft">${t("presets-hint")}</p>
      ${fault.value && html`<p class="fault" role="alert">${fault}</p>`}
      ${held.value && html`<table class="presets"><thead><tr><th scope="col">${t("party")}</th>${OF.map((of) => html`<th scope="col">${t(`preset-${of}`)}</th>`)}</tr></thead>
        <tbody>${["", ...others.map((p) => p.code)].map((party) => html`<tr key=${party}><th scope="row">${party ? html`<${Party} code=${party} named />` : t("preset-all")}</th>
          ${OF.map((of) => html`<td><${One} of=${of} party=${party} preset=${find(of, party)} changed=${(/** @type {Partial<Preset> | null} */ change) => set(of, party, change)} /></td>`)}</tr>`)}</tbody></table>`}
      <p class="soft small">${t("release-unseen")}</p>
      ${room.value?.charter.second_person && html`<p class="small">${t("release-second")}</p>`}
      ${mayLead.value && html`<div class="row"><button onClick=${openWebhook}>${t("webhook")}</button></div>`}
      <h2>${t("this-device")}</h2><${Device} /><${KeysOn} />
    </div>
    ${mayLead.value ? html`<${Confirm} say="release-log" disabled=${!held.value} go=${() => send("PUT", "/presets", { presets: held.value })} />` : html`<p class="dialog-foot soft small">${t("presets-lead")}</p>`}`;
}

/** @param {{of: string, party: string, preset: Preset | undefined, changed: (change: Partial<Preset> | null) => void}} props */
function One({ of, party, preset, changed }) {
  const name = `${party || t("preset-all")}: ${t(`preset-${of}`)}`;
  const charter = room.value?.charter[`default_${of}`];
  return html`<select aria-label=${name} disabled=${!mayLead.value} onChange=${(/** @type {any} */ e) => changed(e.target.value ? { level: e.target.value } : null)}>
      <option value="" selected=${!preset}>${party ? t("preset-as-all") : t("preset-charter", { level: t(`level-${charter}`) })}</option>
      ${LEVELS.filter((l) => of !== "zone" || l !== "conflict").map((l) => html`<option value=${l} selected=${preset?.level === l}>${preset?.is_reciprocal ? t("preset-at-most", { level: t(`level-${l}`) }) : t(`level-${l}`)}</option>`)}</select>
    ${preset && party && html`<label class="check small"><input type="checkbox" disabled=${!mayLead.value} checked=${preset.is_reciprocal} onChange=${(/** @type {any} */ e) => changed({ is_reciprocal: e.target.checked })} /> ${t("preset-reciprocal")}</label>`}`;
}
