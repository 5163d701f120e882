// One release of a flight to one party: from when, until when, and to whom that party may pass it on.
import { html } from "../html.js";
import { t } from "../text/fluent.js";
import { read, Time, written } from "./times.js";

/** @typedef {{from: "now" | "start" | "at", fromAt: string, until: "open" | "end" | "at", untilAt: string}} When */

/** @param {import("../room/items.js").Item} item @param {any} g @returns {When} */
function whenOf(item, g) {
  const after = g.after ? Date.parse(g.after) : g.after_start_s ? item.start + g.after_start_s * 1000 : null;
  const isEnd = g.until_start_s != null && item.start + g.until_start_s * 1000 === item.end;
  const until = g.until ? Date.parse(g.until) : g.until_start_s != null && !isEnd ? item.start + g.until_start_s * 1000 : null;
  return {
    from: after !== null ? "at" : g.after_start_s === 0 ? "start" : "now",
    fromAt: written(after ?? item.start),
    until: until !== null ? "at" : isEnd ? "end" : "open",
    untilAt: written(until ?? item.end),
  };
}

/** As the room is told it: where one end is a time of its own both are, else both are counted from the start and move with the flight. @param {import("../room/items.js").Item} item @param {When} w */
function timesOf(item, w) {
  const none = { after: null, until: null, after_start_s: null, until_start_s: null };
  const at = (/** @type {number} */ ms) => new Date(ms).toISOString();
  if (w.from !== "at" && w.until !== "at") {
    return { ...none, after_start_s: w.from === "start" ? 0 : null, until_start_s: w.until === "end" ? Math.round((item.end - item.start) / 1000) : null };
  }
  return {
    ...none,
    after: w.from === "at" ? read(w.fromAt) : w.from === "start" ? at(item.start) : null,
    until: w.until === "at" ? read(w.untilAt) : w.until === "end" ? at(item.end) : null,
  };
}

/** @param {{item: import("../room/items.js").Item, code: string, grant: any, changed: (change: object | null) => void}} props */
export function GrantFields({ item, code, grant, changed }) {
  if (!grant) return html`<p class="row soft small">${t("grant-none", { party: code })} <button type="button" onClick=${() => changed({})}>${t("grant-set")}</button></p>`;
  const w = whenOf(item, grant);
  /** @param {Partial<When>} change */
  const set = (change) => changed(timesOf(item, { ...w, ...change }));
  /** A time that is not one yet is kept as it is typed. @param {"fromAt" | "untilAt"} name @param {string} text */
  const typed = (name, text) => read(text) && set({ [name]: text });
  return html`<fieldset><legend>${t("grant-of", { party: code })}</legend><div class="fields">
    <label>${t("from")} <select onChange=${(/** @type {any} */ e) => set({ from: e.target.value })}>${["now", "start", "at"].map((one) => html`<option value=${one} selected=${one === w.from}>${t(`from-${one}`)}</option>`)}</select></label>
    <label>${t("until")} <select onChange=${(/** @type {any} */ e) => set({ until: e.target.value })}>${["open", "end", "at"].map((one) => html`<option value=${one} selected=${one === w.until}>${t(`until-${one}`)}</option>`)}</select></label>
    ${w.from === "at" && html`<${Time} say="from" value=${w.fromAt} changed=${(/** @type {string} */ v) => typed("fromAt", v)} />`}
    ${w.until === "at" && html`<${Time} say="until" value=${w.untilAt} changed=${(/** @type {string} */ v) => typed("untilAt", v)} />`}
    <label class="wide">${t("onward")} <select onChange=${(/** @type {any} */ e) => changed({ onward: e.target.value })}>${["party", "units", "anyone"].map((one) => html`<option value=${one} selected=${one === grant.onward}>${t(`onward-${one}`)}</option>`)}</select></label>
    </div><button type="button" class="plain" onClick=${() => changed(null)}>${t("grant-remove")}</button></fieldset>`;
}
