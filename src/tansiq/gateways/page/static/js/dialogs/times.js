// Times as they are typed: "2026-11-25 19:00", UTC. A browser's own field would show AM and PM, or another calendar.
import { html } from "../html.js";
import { now } from "../room/clock.js";
import { t } from "../text/fluent.js";

/** @param {number} ms */
export const written = (ms) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

/** How a time is written: the next whole hour. */
export const sample = () => written(Math.ceil(now.peek() / 3_600_000) * 3_600_000);

/** @param {string} text @returns {string} RFC 3339, or "" for what is no time */
export function read(text) {
  const found = /^\s*(\d{4}-\d\d-\d\d)[ T]+(\d\d):?(\d\d)(?::(\d\d))?\s*Z?\s*$/i.exec(text);
  const said = found ? `${found[1]}T${found[2]}:${found[3]}:${found[4] ?? "00"}Z` : "";
  return Number.isNaN(Date.parse(said)) ? "" : said;
}

/** @param {{say: string, value: string, changed: (text: string) => void}} props */
export const Time = ({ say, value, changed }) =>
  html`<label>${t(say)} <input dir="ltr" class="num" placeholder=${sample()} aria-invalid=${!read(value)} value=${value} onInput=${(/** @type {any} */ e) => changed(e.target.value)} /></label>`;
