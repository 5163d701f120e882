// Where an aircraft off its plan may be: drawn or typed, from now on; where nothing is drawn, where it was planned.
import { html } from "../html.js";
import { now } from "../room/clock.js";
import { t } from "../text/fluent.js";
import { LimitFields, limitsBody, limitsOf } from "./limits.js";
import { draft, Outline, outlineOf } from "./outline.js";
import { read, Time, written } from "./times.js";

/** @typedef {{limits: import("./limits.js").Limits, until: string}} Where */

const LEAST_MS = 30 * 60_000;

/** @param {import("../room/items.js").Item} item one's own @returns {Where} */
export function whereOf(item) {
  return { limits: limitsOf(planned(item)[0]), until: written(Math.ceil(Math.max(item.end, now.peek() + LEAST_MS) / 60_000) * 60_000) };
}

/** Where it was said to be last, else where it was planned. @param {import("../room/items.js").Item} item @returns {any[]} */
export const planned = (item) => (item.said.off_nominal.length ? item.said.off_nominal : item.said.volumes);

/** What is drawn, as one volume from now on; null while something of it is missing. @param {Where} where */
export function drawnVolume(where) {
  const outline = outlineOf(draft.value);
  const end = read(where.until);
  if (!outline || !end) return null;
  const start = new Date(Math.floor(now.peek() / 60_000) * 60_000).toISOString();
  return { ...outline, ...limitsBody(where.limits), start, end };
}

/** @param {{where: Where, changed: (where: Where) => void, begin?: any, always?: boolean}} props always: limits and end are asked for before anything is drawn */
export function WhereFields({ where, changed, begin, always }) {
  return html`<${Outline} changed=${() => {}} begin=${begin} />
    ${(always || draft.value.corners.length > 0) && html`<div class="fields">
      <${Time} say="until" value=${where.until} changed=${(/** @type {string} */ until) => changed({ ...where, until })} />
      <span></span>
      <${LimitFields} limits=${where.limits} changed=${(/** @type {any} */ limits) => changed({ ...where, limits })} />
    </div><p class="soft small">${t("times-utc")}</p>`}`;
}
