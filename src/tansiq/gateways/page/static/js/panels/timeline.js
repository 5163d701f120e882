// Time: a lane group per party, the past shaded, conflicts hatched; the slider shows the future as planned.
import { computed } from "../../vendor/signals/signals.mjs";
import { html, useEffect, useRef, useSignal } from "../html.js";
import { chosen, choose } from "../room/choice.js";
import { now, preview, replay, shown, tick } from "../room/clock.js";
import { conflictsOf } from "../room/conflicts.js";
import { isReplaying, rate, RATES, seenFlights, seenMovements, show } from "../room/past.js";
import { openMoment } from "../dialogs/moment.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { HUES, hueOf } from "../text/parties.js";
import { Num, Party, called } from "./words.js";

export const STEP_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const [BACK_MS, AHEAD_MS] = [HOUR_MS, 7 * HOUR_MS];
const [LANE, TOP] = [19, 22];
const HALF = 22; // the width of half an hour's name
const MOST = 300; // bars; more could not be told apart

/** Move what is shown; null: back to live. @param {number | null} byMs */
export function shift(byMs) {
  show(byMs === null ? null : (replay.peek() ?? preview.peek() ?? now.peek()) + byMs, now.peek() + AHEAD_MS);
}

/** Each party's flights in lanes in which none overlap. @param {number} from @param {number} to */
function groups(from, to) {
  /** @type {Map<string, any[]>} */
  const by = new Map();
  /** @type {any[]} */
  const all = [...seenFlights.value.values(), ...seenMovements.value];
  const inside = all.filter((f) => f.end >= from && f.start <= to).sort((a, b) => Number(b.mine) - Number(a.mine) || a.start - b.start);
  for (const f of inside.slice(0, MOST)) {
    by.set(f.party, [...(by.get(f.party) ?? []), f]);
  }
  const order = (/** @type {string} */ code) => (code ? hueOf(code) : 1e6);
  const lanes = [...by].sort((a, b) => order(a[0]) - order(b[0])).map(([code, all]) => {
    /** @type {any[][]} */
    const lanes = [];
    for (const f of all.sort((a, b) => a.start - b.start)) {
      const lane = lanes.find((l) => l[l.length - 1].end <= f.start);
      if (lane) lane.push(f);
      else lanes.push([f]);
    }
    return { code, lanes };
  });
  return { lanes, left: Math.max(0, inside.length - MOST) };
}

/** Whether the future is looked at. */
const isAhead = computed(() => preview.value !== null);
/** What is drawn to the half minute: where the axis begins. It goes along into the past, an hour at a time. */
const midst = computed(() => Math.floor(tick.value / 30_000) * 30_000);
const begins = computed(() => Math.min(midst.value - BACK_MS, Math.floor((replay.value ?? midst.value) / HOUR_MS) * HOUR_MS - BACK_MS));

/** Reads nothing that changes while the slider is moved: its bars are many. */
export function Timeline() {
  const box = useRef(null);
  const width = useSignal(800);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => (width.value = entry.contentRect.width));
    seen.observe(/** @type {any} */ (box.current));
    return () => seen.disconnect();
  }, []);
  const from = begins.value;
  const to = from + BACK_MS + AHEAD_MS;
  const x = (/** @type {number} */ ms) => ((ms - from) / (to - from)) * width.value;
  const found = groups(from, to);
  let y = TOP;
  const placed = found.lanes.map((g) => {
    const top = y;
    y += g.lanes.length * LANE + 3;
    return { ...g, top };
  });
  return html`<section class="time" aria-labelledby="time">
    <div class="row controls">
      <h2 id="time">${t("time")}</h2>
      <span dir="ltr" class="row tight"><button onClick=${() => shift(-3 * STEP_MS)} aria-label=${t("time-back")}>−15</button><button onClick=${() => shift(3 * STEP_MS)} aria-label=${t("time-ahead")}>+15</button></span>
      <button aria-pressed=${!isAhead.value && !isReplaying.value} onClick=${() => shift(null)} aria-keyshortcuts="l Home"><i class="dot" aria-hidden="true"></i>${t("live")}</button>
      <button onClick=${openMoment}>${t("time-go")}</button>
      ${isReplaying.value && html`<span dir="ltr" class="row tight" role="group" aria-label=${t("play")}>${RATES.map((r) => html`<button aria-pressed=${rate.value === r} aria-label=${t("play-at", { rate: r })} onClick=${() => (rate.value = rate.value === r ? 0 : r)}>${rate.value === r ? "⏸" : "▶"} ×${r}</button>`)}</span>`}
      <span class="soft small wide-only">${t("time-keys")}</span>
      <span class="space"></span>${found.left > 0 && html`<span class="soft small">${t("time-more", { n: found.left })}</span>`}<span class="soft small">${t("all-utc")}</span>
    </div>
    <div class="lanes">
      <div class="codes" style=${{ height: `${y}px` }}>${placed.map((g) => html`<div key=${g.code} style=${{ top: `${g.top}px` }}><${g.code ? Party : Sealed} code=${g.code} /></div>`)}</div>
      <div class="axis" ref=${box} dir="ltr" style=${{ height: `${Math.max(y, 60)}px` }}>
        <svg width="100%" height="100%" role="presentation">
          <defs><pattern id="lane-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3.4" height="8" class="red-fill" /></pattern>
            <pattern id="lane-withheld" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="1.6" height="7" class="withheld-fill" /></pattern></defs>
          <rect x="0" y=${TOP - 4} width=${Math.max(0, x(tick.value))} height="100%" class="past" />
          ${hours(from, to, width.value).map((h) => html`<g key=${h}><path d=${`M${x(h)} ${TOP - 4}V2000`} class="tick" /><text x=${x(h)} y="13" text-anchor=${x(h) < HALF ? "start" : x(h) > width.value - HALF ? "end" : "middle"}>${time(h, h % 86_400_000 ? h : tick.value)}</text></g>`)}
          ${placed.flatMap((g) => g.lanes.flatMap((lane, n) => lane.map((f) => html`<${Bar} key=${f.id} f=${f} x=${x} y=${g.top + n * LANE} width=${width.value} />`)))}
          <path d=${`M${x(tick.value)} ${TOP - 6}V2000`} class="now" />
        </svg>
        <${Slider} from=${from} to=${to} width=${width.value} />
      </div>
    </div>
  </section>`;
}

/** The moment that is shown. @param {{from: number, to: number, width: number}} props */
function Slider({ from, to, width }) {
  const [at, shownMs] = [midst.value, shown.value];
  const x = ((shownMs - from) / (to - from)) * width;
  return html`<input type="range" min=${Math.ceil((from - at) / STEP_MS)} max=${Math.floor((to - at) / STEP_MS)} step="1" value=${Math.round((shownMs - at) / STEP_MS)} aria-label=${t("time-slider")} aria-valuetext=${`${time(shownMs, tick.value)}`}
      style=${{ left: "0", width: `${width}px` }}
      onInput=${(/** @type {any} */ e) => show(Number(e.target.value) ? now.peek() + Number(e.target.value) * STEP_MS : null)} />
    <div class=${`knob ${isAhead.value || isReplaying.value ? "ahead" : ""}`} style=${{ left: `${x}px` }}><b><${Num}>${time(shownMs, tick.value)}<//></b></div>`;
}

/** The lane of those whose owner is withheld. */
const Sealed = () => html`<span class="party"><i class="hue withheld"></i><span class="name">${t("withheld-short")}</span></span>`;

/** Hours to write, as many as have room. @param {number} from @param {number} to @param {number} width */
function hours(from, to, width) {
  const step = HOUR_MS * Math.max(1, Math.ceil((((to - from) / HOUR_MS) * 74) / Math.max(1, width)));
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, n) => first + n * step);
}

/** @param {{f: any, x: (ms: number) => number, y: number, width: number}} props */
function Bar({ f, x, y, width }) {
  const left = Math.max(-4, x(f.start));
  const right = Math.min(width + 4, x(f.end));
  const own = conflictsOf(f);
  const look = isAhead.value && f.look === "activated" ? "accepted" : f.look; // the future is drawn as planned
  const on = f.kind === "movement" ? f.said.state : look;
  const sign = { activated: "▶ ", departed: "▶ ", delayed: "… ", arrived: "✓ ", nonconforming: "⚠ ", contingent: "‼ " }[/** @type {string} */ (on)] ?? "";
  const say = `${sign}${called(f)}${own.length ? ` · ${own.map((c) => c.no).join(" ")}` : ""}`;
  return html`<g class=${`bar ${look} hue-${f.party ? hueOf(f.party) % HUES : "none"} ${chosen.value === f.id ? "chosen" : ""}`} onClick=${() => choose(f)}>
    <rect x=${left} y=${y} width=${Math.max(3, right - left)} height=${LANE - 4} rx=${f.kind === "movement" ? 7 : 3} class="body" fill=${f.look === "occupied" ? "url(#lane-withheld)" : undefined} />
    ${own.map((c) => html`<rect x=${x(c.start)} y=${y} width=${Math.max(2, x(c.end) - x(c.start))} height=${LANE - 4} fill="url(#lane-hatch)" class="common" />`)}
    <text x=${Math.max(left, 0) + 5} y=${y + 12}>${say}</text>
  </g>`;
}
