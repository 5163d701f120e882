// Proposing a change of the charter: each rule as a field, and what would change beside what is.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { CLASSES, clockOf, differences, groupsOf, LEVELS, ruleName, said } from "../room/rules.js";
import { room } from "../room/store.js";
import { Differences } from "../panels/motion.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { inADay, Until } from "./motion.js";
import { read } from "./times.js";

/** @typedef {import("../room/rules.js").Rule} Rule */

const SHARES = [[1, 2], [2, 3], [3, 4], [1, 1]];

export const openAmend = () => open({ title: () => t("matter-amend"), body: Body, wide: true });

function Body() {
  const held = room.value?.charter;
  const next = useSignal(held);
  const form = useSignal({ reason: "", deadline: inADay() });
  if (!held) return null;
  /** @param {string} key @param {any} value */
  const set = (key, value) => (next.value = { ...next.value, [key]: value });
  const changes = differences(held, next.value);
  const { reason, deadline } = form.value;
  return html`<div class="dialog-body">
      <p>${t("about-amend")}</p>
      ${groupsOf(held).filter(([group]) => group !== "other").map(([group, rules]) => html`<details open=${group === "decide"}><summary>${t(`rules-${group}`)}</summary>
        <div class="fields">${rules.map((rule) => html`<${Field} key=${rule.key} rule=${rule} value=${next.value[rule.key]} changed=${(/** @type {any} */ value) => set(rule.key, value)} />`)}</div></details>`)}
      <section aria-live="polite"><h2>${t("rule-changes", { n: changes.length })}</h2>${changes.length > 0 && html`<${Differences} old=${held} next=${next.value} />`}</section>
      <${Until} f=${form.value} set=${(/** @type {object} */ change) => (form.value = { ...form.value, ...change })} />
    </div>
    <${Confirm} say="motion-propose" disabled=${!changes.length || !read(deadline)} go=${() => send("POST", "/proposals", { matter: "amend", charter: next.value, reason, deadline: read(deadline) })} />`;
}

/** @param {{rule: Rule, value: any, changed: (value: any) => void}} props */
function Field({ rule, value, changed }) {
  const name = ruleName(rule);
  const typed = (/** @type {any} */ e) => e.target.value;
  /** @param {string} say @param {number} held @param {(n: number) => void} then @param {string} [unit] */
  const number = (say, held, then, unit = "") => html`<label>${say}${unit && ` (${unit})`} <input type="number" step="any" value=${held} onInput=${(/** @type {any} */ e) => then(Number(e.target.value))} /></label>`;
  switch (rule.kind) {
    case "share":
      return html`<${Share} name=${name} value=${value} changed=${changed} />`;
    case "level":
      return html`<label>${name} <select onChange=${(/** @type {any} */ e) => changed(typed(e))}>${LEVELS.map((l) => html`<option value=${l} selected=${l === value}>${t(`level-${l}`)}</option>`)}</select></label>`;
    case "choice":
      return html`<label>${name} <select onChange=${(/** @type {any} */ e) => changed(typed(e))}>${(rule.of ?? []).map((one) => html`<option value=${one} selected=${one === value}>${said(rule, one)}</option>`)}</select></label>`;
    case "truth":
      return html`<label class="check"><input type="checkbox" checked=${value} onChange=${(/** @type {any} */ e) => changed(e.target.checked)} /> ${name}</label>`;
    case "apart":
      return html`<fieldset class="wide thirds"><legend>${name}</legend>${number(t("apart-lateral"), value.lateral_m, (lateral_m) => changed({ ...value, lateral_m }), "m")}
        ${number(t("apart-vertical"), value.vertical_m, (vertical_m) => changed({ ...value, vertical_m }), "m")}${number(t("apart-time"), value.minutes, (minutes) => changed({ ...value, minutes }), "min")}</fieldset>`;
    case "between":
      return html`<fieldset class="halves"><legend>${name} (${rule.unit})</legend>${number(t("least"), value.least, (least) => changed({ ...value, least }))}${number(t("most"), value.most, (most) => changed({ ...value, most }))}</fieldset>`;
    case "ahead":
      return html`<fieldset class="wide halves"><legend>${name} (h)</legend>${CLASSES.map((one) => number(t(`precedence-${one}`), value[`${one}_h`], (n) => changed({ ...value, [`${one}_h`]: n })))}</fieldset>`;
    case "clock":
      return html`<label>${name} (UTC) <input dir="ltr" class="num" pattern="([01][0-9]|2[0-3]):[0-5][0-9]" value=${clockOf(value)} onChange=${(/** @type {any} */ e) => {
        const [, h, m] = /^(\d\d):(\d\d)$/.exec(typed(e)) ?? [];
        if (h) changed(Number(h) * 60 + Number(m));
      }} /></label>`;
    case "number":
      return number(name, value, changed, rule.unit);
    default:
      return html`<label>${name} <input dir="auto" maxlength="200" value=${value} onInput=${(/** @type {any} */ e) => changed(typed(e))} /></label>`;
  }
}

/** How many must agree: a usual share, as it is, or a number of votes. @param {{name: string, value: any, changed: (value: any) => void}} props */
function Share({ name, value, changed }) {
  const rule = /** @type {Rule} */ ({ key: "", kind: "share" });
  const isUsual = !value.count && SHARES.some(([above, of]) => above === value.above && of === value.of);
  const all = [...SHARES.map(([above, of]) => ({ above, of, count: 0 })), ...(isUsual || value.count ? [] : [value])];
  return html`<fieldset><legend>${name}</legend><span class="row tight">
    <select aria-label=${name} onChange=${(/** @type {any} */ e) => changed(e.target.value === "count" ? { ...value, count: value.count || 2 } : { ...all[Number(e.target.value)] })}>
      ${all.map((s, n) => html`<option value=${n} selected=${!value.count && s.above === value.above && s.of === value.of}>${said(rule, s)}</option>`)}
      <option value="count" selected=${value.count > 0}>${t("share-count")}</option></select>
    ${value.count > 0 && html`<input type="number" min="1" max="1000" aria-label=${`${name}: ${t("share-count")}`} value=${value.count} onInput=${(/** @type {any} */ e) => changed({ ...value, count: Math.max(1, Math.round(Number(e.target.value))) })} />`}
  </span></fieldset>`;
}
