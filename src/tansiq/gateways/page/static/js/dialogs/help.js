// Keys and words.
import { html } from "../html.js";
import { areOn, toggleKeys } from "../keys.js";
import { t } from "../text/fluent.js";
import { open } from "./host.js";

const KEYS = [["N", "reserve"], ["C", "key-conflict"], ["A", "key-answer"], ["T", "map-table"], ["L", "key-live"], ["/", "search"], ["Shift E", "emergency"], ["?", "help"], ["Esc", "key-escape"]];

export const openHelp = () => open({ title: () => t("help"), body: Help });

function Help() {
  return html`<div class="dialog-body">
    <dl class="keys">${KEYS.map(([key, say]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(say)}</dd>`)}</dl>
    <${KeysOn} />
    <p class="soft">${t("help-conflict")}</p><p class="soft">${t("help-release")}</p><p class="soft">${t("informs-only")}</p>
  </div>`;
}

/** Whether single keys act. */
export const KeysOn = () => html`<label class="check"><input type="checkbox" checked=${areOn.value} onChange=${toggleKeys} /> ${t("keys-on")}</label>`;
