// A phrase of the phrasebook: chosen, filled in, and seen at once as its reader will have it, in the languages of the page.
import { html, useEffect, useSignal } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { get, send } from "../room/api.js";
import { now } from "../room/clock.js";
import { flights, parties } from "../room/store.js";
import { Num, Phrase } from "../panels/words.js";
import { language, LANGUAGES, t } from "../text/fluent.js";
import { valueText, parseHeight, parseTime } from "../text/values.js";
import { parsePositions } from "../text/positions.js";

const WAIT_MS = 400;
const HINTS = { time: "14:05", height: "FL120 · 4500 ft AMSL", position: "1245.5N 04500.0E", frequency: "123.450", squawk: "7700", qnh: "1013", visibility: "5000 m", distance: "12 NM", duration: "20 min", bearing: "270", callsign: "HAL 23" };

/** The book in each language, asked for once. @type {import("../../vendor/signals/signals.mjs").Signal<Record<string, any>>} */
const books = signal({});

/** @typedef {{code: string, said: Record<string, string>}} Filled */

/** A value as the room takes it; undefined for what is none. @param {string} kind @param {string} said */
function valueOf(kind, said) {
  const text = said.trim();
  const number = Number(text.replace(/[^\d.-]/g, ""));
  if (!text) return undefined;
  if (kind === "time") return parseTime(text, now.peek()) || undefined;
  if (kind === "height") return parseHeight(text) ?? undefined;
  if (kind === "position") {
    const [at] = parsePositions(text);
    return at && { lat: at[1], lon: at[0] };
  }
  if (kind === "distance") {
    const found = /^(\d+(?:\.\d+)?) ?(NM|KM|M)$/i.exec(text);
    return found ? { value: Number(found[1]), units: found[2].toUpperCase() } : undefined;
  }
  if (["frequency", "qnh", "visibility", "duration", "bearing", "number"].includes(kind)) return Number.isFinite(number) && /\d/.test(text) ? number : undefined;
  return kind === "callsign" ? text.toUpperCase() : text;
}

/** The phrase to send; null while a value of it is missing. @param {Filled} filled @returns {any} */
export function phraseOf(filled) {
  const entry = books.value[language.value]?.phrases.find((/** @type {any} */ p) => p.code === filled.code);
  if (!entry) return null;
  const values = entry.values.map((/** @type {any} */ v) => [v.name, valueOf(v.kind, filled.said[v.name] ?? "")]);
  return values.every((/** @type {any[]} */ [, value]) => value !== undefined) ? { code: entry.code, values: Object.fromEntries(values) } : null;
}

/** @param {{kind: string, filled: Filled, changed: (filled: Filled) => void}} props kind: of the notice */
export function PhraseFields({ kind, filled, changed }) {
  const fault = useSignal("");
  const preview = useSignal(/** @type {any} */ (null));
  const tag = language.value;
  useEffect(() => {
    if (!books.peek()[tag]) get("/phrases").then((book) => (books.value = { ...books.peek(), [tag]: book }), (error) => (fault.value = error.message));
  }, [tag]);
  const made = phraseOf(filled);
  const asked = JSON.stringify([made, kind]);
  useEffect(() => {
    preview.value = null;
    fault.value = "";
    if (!made) return;
    let isOver = false;
    const timer = setTimeout(() => {
      send("POST", `/phrases/${encodeURIComponent(made.code)}/preview`, { values: made.values, kind }).then((said) => isOver || (preview.value = said), (error) => isOver || (fault.value = error.message));
    }, WAIT_MS);
    return () => ((isOver = true), clearTimeout(timer));
  }, [asked]);
  const book = books.value[tag];
  const entry = book?.phrases.find((/** @type {any} */ p) => p.code === filled.code);
  return html`<fieldset><legend>${t("phrase")}</legend>
    <select aria-label=${t("phrase")} onChange=${(/** @type {any} */ e) => changed({ code: e.target.value, said: {} })}><option value="" selected=${!filled.code}>${t("phrase-none")}</option>
      ${book?.groups.map((/** @type {any} */ g) => html`<optgroup label=${g.name}>${book.phrases.filter((/** @type {any} */ p) => p.group === g.group && p.kinds.includes(kind)).map((/** @type {any} */ p) => html`<option value=${p.code} selected=${p.code === filled.code}>${plain(p.template)}</option>`)}</optgroup>`)}</select>
    ${entry && html`<div class="fields">${entry.values.map((/** @type {any} */ v) => html`<${One} key=${v.name} v=${v} said=${filled.said[v.name] ?? ""} changed=${(/** @type {string} */ said) => changed({ ...filled, said: { ...filled.said, [v.name]: said } })} />`)}</div>`}
    ${fault.value && html`<p class="fault" role="alert">${fault}</p>`}
    ${preview.value && html`<div aria-live="polite"><p><b><${Phrase} text=${preview.value.texts[tag]} /></b></p>
      <details><summary>${t("phrase-others")}</summary><dl class="pairs">${LANGUAGES.filter(([code]) => code !== tag).map(([code, name, dir]) => html`<dt>${name}</dt><dd lang=${code} dir=${dir}><${Phrase} text=${preview.value.texts[code]} /></dd>`)}
        <dt>${t("phrase-spoken")}</dt><dd lang="en" dir="ltr">${preview.value.spoken}</dd></dl></details>
      ${preview.value.read_back.length > 0 && html`<p class="soft small">${t("phrase-read-back")} <${Num}>${preview.value.read_back.map(valueText).join(" · ")}<//></p>`}</div>`}
  </fieldset>`;
}

/** Without the braces of its values. @param {string} template */
const plain = (template) => template.replace(/[{}]/g, (c) => (c === "{" ? "⟨" : "⟩"));

/** @param {{v: {name: string, kind: string}, said: string, changed: (said: string) => void}} props */
function One({ v, said, changed }) {
  const typed = (/** @type {any} */ e) => changed(e.target.value);
  const label = html`${t(`phrase-value-${v.kind}`)} <span class="soft small"><bdi>${v.name}</bdi></span>`;
  if (v.kind === "party") return html`<label>${label} <select onChange=${typed}><option value="">–</option>${[...parties.value.values()].map((p) => html`<option value=${p.code} selected=${p.code === said}>${p.code}</option>`)}</select></label>`;
  if (v.kind === "flight") return html`<label>${label} <select onChange=${typed}><option value="">–</option>${[...flights.value.values()].filter((f) => f.look !== "occupied").slice(0, 500).map((f) => html`<option value=${f.id} selected=${f.id === said}>${f.name}</option>`)}</select></label>`;
  const isText = v.kind === "text" || v.kind === "area";
  const isWrong = said !== "" && valueOf(v.kind, said) === undefined;
  return html`<label>${label} <input dir=${isText ? "auto" : "ltr"} class=${isText ? "" : "num"} maxlength="80" placeholder=${HINTS[/** @type {"time"} */ (v.kind)] ?? ""} aria-invalid=${isWrong} value=${said} onInput=${typed} /></label>`;
}
