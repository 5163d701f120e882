// What one person likes on this device: units, how positions are written, by what a safety notice makes itself known.
import { html } from "../html.js";
import { alertBy, hasFlash, hasSound, sound } from "../room/alert.js";
import { t } from "../text/fluent.js";
import { measureIn, notation, NOTATIONS, position, units, writeAs } from "../text/format.js";
import { Num } from "../panels/words.js";

const ADEN = [12.8, 45.03];

export function Device() {
  return html`
    <fieldset><legend>${t("units")}</legend>${["nm", "km"].map((u) => html`<label class="check"><input type="radio" name="units" checked=${units.value === u} onChange=${() => measureIn(u)} /> ${t(`units-${u}`)}</label>`)}</fieldset>
    <fieldset><legend>${t("notation")}</legend>${NOTATIONS.map((n) => html`<label class="check"><input type="radio" name="notation" checked=${notation.value === n} onChange=${() => writeAs(n)} /> ${t(`notation-${n}`)}</label>`)}
      <p class="soft small">${t("notation-as")} <${Num}>${position(ADEN[0], ADEN[1])}<//></p></fieldset>
    <fieldset><legend>${t("alerts")}</legend>
      <label class="check"><input type="checkbox" checked=${hasSound.value} onChange=${(/** @type {any} */ e) => (alertBy("sound", e.target.checked), e.target.checked && sound())} /> ${t("alerts-sound")}</label>
      <label class="check"><input type="checkbox" checked=${hasFlash.value} onChange=${(/** @type {any} */ e) => alertBy("flash", e.target.checked)} /> ${t("alerts-flash")}</label></fieldset>
    <p class="soft small">${t("settings-here")}</p>`;
}
