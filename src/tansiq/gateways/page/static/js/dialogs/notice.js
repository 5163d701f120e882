// Writing a notice, correcting one, taking one back.
import { html, useSignal } from "../html.js";
import { draft, outlineOf, Outline, wipe } from "./outline.js";
import { now } from "../room/clock.js";
import { act } from "../room/notices.js";
import { me, parties } from "../room/store.js";
import { Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { KINDS, kindOf, parseValue, valueText } from "../text/values.js";
import { Confirm } from "./asking.js";
import { faults, Field, located } from "./fields.js";
import { open } from "./host.js";
import { PhraseFields, phraseOf } from "./phrase.js";

const NOTICES = ["information", "request", "warning", "safety", "drill"];
const VALUES = 10;

/** @typedef {{about?: {kind: string, id: string}, owner_of?: string, ours?: string, party?: string, replaces?: any}} To */

/** @param {To} [to] */
export function openNotice(to = {}) {
  faults.value = new Map();
  open({ title: () => t("notice-write"), body: () => html`<${Write} to=${to} />`, isModal: false, whenClosed: wipe });
}

/** @param {any} n one's own */
export function openCorrect(n) {
  faults.value = new Map();
  open({ title: () => t("notice-correct"), body: () => html`<${Write} to=${{ replaces: n }} />`, isModal: false, whenClosed: wipe });
}

/** @param {any} n one's own */
export function openTakeBack(n) {
  open({ title: () => t("notice-take-back"), body: () => html`<div class="dialog-body"><p>${t("notice-about-take-back")}</p></div><${Confirm} say="notice-take-back" danger go=${() => act(`/notices/${encodeURIComponent(n.id)}`, undefined, "DELETE")} />` });
}

/** The area of a notice, to be drawn again. @param {any} n */
function areaOf(n) {
  if (n?.circle) return { kind: "circle", corners: [[n.circle.center.lon, n.circle.center.lat]], width_m: n.circle.radius_m };
  return { kind: "polygon", corners: (n?.polygon ?? []).map((/** @type {any} */ p) => [p.lon, p.lat]), width_m: draft.peek().width_m };
}

/** @param {{to: To}} props */
export function Write({ to }) {
  const old = to.replaces;
  const f = useSignal({
    kind: old?.kind ?? "information", text: old?.text ?? "", minutes: "", how: "corrected", phrase: /** @type {import("./phrase.js").Filled} */ ({ code: "", said: {} }), to: new Set(to.party ? [to.party] : []),
    values: /** @type {{kind: "height" | "time" | "position", text: string}[]} */ ((old?.values ?? []).map((/** @type {any} */ v) => ({ kind: kindOf(v), text: valueText(v) }))),
  }); // prettier-ignore
  /** @param {object} change */
  const set = (change) => (f.value = { ...f.peek(), ...change });
  const others = [...parties.value.values()].filter((p) => p.state === "member" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  const values = f.value.values.map((v) => parseValue(v.kind, v.text, now.peek()));
  const isAddressed = Boolean(old || to.owner_of || f.value.to.size);
  const phrase = phraseOf(f.value.phrase);
  const isSaid = f.value.phrase.code ? phrase : f.value.text.trim();
  const isWhole = isAddressed && isSaid && values.every(Boolean) && (f.value.minutes === "" || Number(f.value.minutes) > 0);
  async function go() {
    const { kind, text, minutes, how } = f.peek();
    const deadline = minutes === "" ? "" : new Date(now.peek() + Number(minutes) * 60_000).toISOString();
    const area = kind === "request" ? outlineOf(draft.peek()) : null;
    const said = { kind, text, values, deadline, ...(phrase ? { phrase } : {}), ...area };
    if (old) return located(() => act(`/notices/${encodeURIComponent(old.id)}/correct`, { ...said, how }));
    const where = to.owner_of ? { owner_of: to.owner_of, ours: to.ours ?? "" } : { to: [...f.peek().to], about: to.about ?? {} };
    return located(() => act("/notices", { ...said, ...where }));
  }
  return html`<div class="dialog-body">
      ${old && html`<label>${t("notice-how")} <select onChange=${(/** @type {any} */ e) => set({ how: e.target.value })}>${["corrected", "superseded"].map((h) => html`<option value=${h}>${t(`notice-how-${h}`)}</option>`)}</select></label>`}
      ${!old && !to.owner_of && html`<fieldset><legend>${t("notice-to")}</legend><div class="row">${others.map((p) => html`<label class="check"><input type="checkbox" checked=${f.value.to.has(p.code)} onChange=${(/** @type {any} */ e) => set({ to: new Set(others.map((o) => o.code).filter((c) => (c === p.code ? e.target.checked : f.peek().to.has(c)))) })} /><${Party} code=${p.code} named /></label>`)}</div></fieldset>`}
      <div class="fields">
        <label>${t("notice-kind")} <select onChange=${(/** @type {any} */ e) => set({ kind: e.target.value })}>${NOTICES.map((k) => html`<option value=${k} selected=${k === f.value.kind}>${t(`notice-${k}`)}</option>`)}</select></label>
        <${Field} name="deadline" say="notice-minutes"><input type="number" min="1" max="1440" placeholder=${t("notice-by-charter")} value=${f.value.minutes} onInput=${(/** @type {any} */ e) => set({ minutes: e.target.value })} /><//>
      </div>
      <p class="soft small">${t(`notice-hint-${f.value.kind}`)}</p>
      <${PhraseFields} kind=${f.value.kind} filled=${f.value.phrase} changed=${(/** @type {any} */ next) => set({ phrase: next })} />
      <${Field} name="text" say=${f.value.phrase.code ? "words-optional" : "notice-text"}><textarea rows="3" maxlength="2000" required=${!f.value.phrase.code} dir="auto" value=${f.value.text} onInput=${(/** @type {any} */ e) => set({ text: e.target.value })}></textarea><//>
      <fieldset><legend>${t("notice-values")}</legend>
        ${f.value.values.map((v, k) => html`<div class="row tight" key=${k}><select aria-label=${t("notice-values")} onChange=${(/** @type {any} */ e) => set({ values: f.peek().values.map((x, m) => (m === k ? { ...x, kind: e.target.value } : x)) })}>${KINDS.map((kind) => html`<option value=${kind} selected=${kind === v.kind}>${t(`value-${kind}`)}</option>`)}</select>
          <input dir="ltr" class="num grow" aria-label=${t(`value-${v.kind}`)} placeholder=${{ height: "FL120 · 4500 ft AMSL", time: "14:05", position: "1245.5N 04500.0E" }[v.kind]} aria-invalid=${Boolean(v.text) && !values[k]} value=${v.text} onInput=${(/** @type {any} */ e) => set({ values: f.peek().values.map((x, m) => (m === k ? { ...x, text: e.target.value } : x)) })} />
          <button class="plain" onClick=${() => set({ values: f.peek().values.filter((_, m) => m !== k) })} aria-label=${t("remove")}>✕</button></div>`)}
        ${f.value.values.length < VALUES && html`<button onClick=${() => set({ values: [...f.peek().values, { kind: "height", text: "" }] })}>+ ${t("notice-value-add")}</button>`}</fieldset>
      ${f.value.kind === "request" && html`<details><summary>${t("notice-area")}</summary><${Outline} changed=${() => {}} kinds=${["polygon", "circle"]} begin=${areaOf(old)} /></details>`}
    </div>
    <${Confirm} say=${old ? "notice-correct" : "notice-send"} danger=${f.value.kind === "safety"} disabled=${!isWhole} go=${go} />`;
}
