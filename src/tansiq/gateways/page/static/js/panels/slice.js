// A conflict as time × altitude: both flights' boxes, their common part hatched. The axes do not mirror.
import { html } from "../html.js";
import { t } from "../text/fluent.js";
import { height, time } from "../text/format.js";
import { hueOf, HUES } from "../text/parties.js";
import { tick } from "../room/clock.js";

const [W, H, LEFT, TOP, BOTTOM] = [300, 112, 74, 8, 18]; // "15000 ft AMSL" has room at the left

/** @param {{c: import("../room/conflict.js").Conflict}} props */
export function Slice({ c }) {
  const parts = [c.b, c.a].flatMap((item) => item.parts.filter((p) => p.start < c.end && p.end > c.start && !p.isOff).map((p) => ({ item, p })));
  if (!parts.length || !c.shapes.length) return null;
  const [t0, t1] = [Math.min(...parts.map((x) => x.p.start)), Math.max(...parts.map((x) => x.p.end))];
  const [low, high] = [Math.min(...parts.map((x) => x.p.low)), Math.max(...parts.map((x) => x.p.high))];
  const x = (/** @type {number} */ ms) => LEFT + ((ms - t0) / (t1 - t0 || 1)) * (W - LEFT - 18);
  const y = (/** @type {number} */ m) => TOP + (1 - (m - low) / (high - low || 1)) * (H - TOP - BOTTOM);
  const levels = spaced(parts.flatMap(({ p }) => [{ at: y(p.low), say: height(p.floor) }, { at: y(p.high), say: height(p.ceiling) }]), 11);
  const times = spaced(parts.flatMap(({ p }) => [p.start, p.end].map((ms) => ({ at: x(ms), say: time(ms, ms).slice(0, 5) }))), 34);
  const id = `hatch-${c.no}`;
  return html`<svg class="slice" viewBox=${`0 0 ${W} ${H}`} role="img" aria-label=${t("slice", { a: c.a.name, b: c.b.name })} direction="ltr">
    <defs><pattern id=${id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3.6" height="8" class="red-fill" /></pattern></defs>
    <path d=${`M${LEFT} ${TOP}V${H - BOTTOM}H${W - 4}`} class="axis" />
    ${levels.map((l) => html`<text x=${LEFT - 4} y=${l.at + 3.5} text-anchor="end">${l.say}</text>`)}
    ${times.map((l) => html`<text x=${l.at} y=${H - 5} text-anchor="middle">${l.say}</text>`)}
    ${parts.map(({ item, p }) => html`<rect x=${x(p.start)} y=${y(p.high)} width=${x(p.end) - x(p.start)} height=${Math.max(2, y(p.low) - y(p.high))}
      class=${`box ${item.look} hue-${item.party ? hueOf(item.party) % HUES : "none"}`} />`)}
    ${c.shapes.map((s) => html`<rect x=${x(s.start)} y=${y(s.high)} width=${Math.max(2, x(s.end) - x(s.start))} height=${Math.max(2, y(s.low) - y(s.high))} fill=${`url(#${id})`} class="common" />`)}
    ${[c.b, c.a].map((item) => name(item, parts, c, x, y))}
    ${tick.value > t0 && tick.value < t1 && html`<path d=${`M${x(tick.value)} ${TOP}V${H - BOTTOM}`} class="now" />`}
  </svg>`;
}

/** @param {any} item @param {any[]} parts @param {any} c @param {(n: number) => number} x @param {(n: number) => number} y */
function name(item, parts, c, x, y) {
  const own = parts.find((p) => p.item === item)?.p;
  if (!own) return null;
  const other = Math.max(...parts.filter((p) => p.item !== item).map((p) => p.p.high));
  const isAbove = own.high > other || (own.high === other && item === c.b); // one name at the top, one at the bottom
  const at = isAbove ? y(own.high) + 12 : y(own.low) - 4;
  return html`<text x=${(x(own.start) + x(own.end)) / 2} y=${at} text-anchor="middle" class="strong">${item.name || t("occupied")}</text>`;
}

/** Those labels that have room. @param {{at: number, say: string}[]} labels @param {number} least */
function spaced(labels, least) {
  /** @type {{at: number, say: string}[]} */
  const kept = [];
  for (const label of labels.sort((a, b) => a.at - b.at)) if (!kept.some((k) => Math.abs(k.at - label.at) < least)) kept.push(label);
  return kept;
}
