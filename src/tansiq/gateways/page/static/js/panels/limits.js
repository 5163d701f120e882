// Windows and limits of an item, as they were entered.
import { html } from "../html.js";
import { tick } from "../room/clock.js";
import { t } from "../text/fluent.js";
import { height, position, span } from "../text/format.js";
import { Num } from "./words.js";

/** A line of a list; nothing where there is nothing to say. @param {string} key @param {any} value */
export const line = (key, value) => (value ? html`<dt>${t(key)}</dt><dd>${value}</dd>` : null);

/** @param {{item: import("../room/items.js").Item}} props */
export function Limits({ item }) {
  return html`<table class="limits"><thead><tr><th>${t("from-to")}</th><th>${t("floor")}</th><th>${t("ceiling")}</th></tr></thead>
    <tbody>${item.parts.slice(0, 20).map((p) => html`<tr class=${p.isOff ? "off" : ""}><td><${Num}>${span(p.start, p.end, tick.value)}<//>${p.isOff && html` <span class="tag warn">${t("off-nominal")}</span>`}</td>
      <td><${Num}>${height(p.floor)}<//></td><td><${Num}>${height(p.ceiling)}<//></td></tr>`)}</tbody></table>
    <p class="soft small">${t("middle")} <${Num}>${position(item.at[1], item.at[0])}<//></p>`;
}
