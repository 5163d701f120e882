// Where one is, for whom one acts, how old the picture is, what time it is.
import { html } from "../html.js";
import { now, skew } from "../room/clock.js";
import { age, isLive, me, room, signOut } from "../room/store.js";
import { openHelp } from "../dialogs/help.js";
import { openSettings } from "../dialogs/settings.js";
import { language, LANGUAGES, speak, t } from "../text/fluent.js";
import { clock, date } from "../text/format.js";
import { theme, toggleTheme } from "../text/theme.js";
import { Num, Party } from "./words.js";

const SKEW_MS = 2_000;

export function Header() {
  const off = Math.abs(skew.value) > SKEW_MS;
  return html`<header class="head">
    <h1 dir="auto">${room.value?.charter.name ?? t("room")}</h1>
    <${Age} />
    <span class="space"></span>
    <time class="clock"><${Num} class="soft">${date(now.value)}<//> <${Num}><b>${clock(now.value)}</b><//></time>
    ${off && html`<span class="chip warn" role="status">${t("clock-off", { seconds: (skew.value / 1000).toFixed(1) })}</span>`}
    <span class="space"></span>
    <span class="chip">${t("act-for")} <${Party} code=${me.value.party} named /></span>
    <${Choices} />
    <button onClick=${openSettings}>${t("settings")}</button>
    <button onClick=${openHelp} aria-keyshortcuts="?">${t("help")} <kbd>?</kbd></button>
    <button class="plain" onClick=${() => signOut()}>${t("sign-out")}</button>
  </header>`;
}

function Age() {
  const seconds = (age.value / 1000).toFixed(age.value < 10_000 ? 1 : 0);
  return isLive.value
    ? html`<span class="chip live"><i class="dot" aria-hidden="true"></i>${t("live")} <${Num}>${seconds} s<//></span>`
    : html`<span class="chip warn"><i class="dot" aria-hidden="true"></i>${t("not-live")} <${Num}>${seconds} s<//></span>`;
}

/** Language and theme: of this device. */
export function Choices() {
  return html`<label class="hidden-label"><span class="hidden">${t("language")}</span>
      <select value=${language.value} onChange=${(/** @type {any} */ e) => speak(e.target.value)}>
        ${LANGUAGES.map(([tag, name]) => html`<option value=${tag} lang=${tag} selected=${tag === language.value}>${name}</option>`)}
      </select></label>
    <button onClick=${toggleTheme} title=${t("theme")}>${t(theme.value === "day" ? "theme-night" : "theme-day")}</button>`;
}
