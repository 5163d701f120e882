// The outline of a volume: corners, a circle or a corridor, clicked on the map or typed as positions.
import { html, useEffect, useSignal } from "../html.js";
import { effect, signal } from "../../vendor/signals/signals.mjs";
import { bearing, circleRing, densified, destination } from "../geo/geodesy.js";
import { drawing } from "../map/map.js";
import { held } from "../map/held.js";
import { t } from "../text/fluent.js";
import { NM_M, position, units } from "../text/format.js";
import { parseLines } from "../text/positions.js";
import { Num } from "../panels/words.js";

/** @typedef {[number, number]} Place */
/** @type {import("../../vendor/signals/signals.mjs").Signal<{kind: "polygon" | "circle" | "corridor", corners: Place[], width_m: number}>} */
export const draft = signal({ kind: "polygon", corners: [], width_m: 10 * NM_M });

export function wipe() {
  draft.value = { ...draft.peek(), corners: [] };
}

/** What is sent of it; null while corners are missing. @param {{kind: string, corners: Place[], width_m: number}} d */
export function outlineOf(d) {
  const point = (/** @type {Place} */ [lon, lat]) => ({ lat: rounded(lat), lon: rounded(((((lon + 180) % 360) + 360) % 360) - 180) });
  if (d.kind === "circle") return d.corners.length ? { circle: { center: point(d.corners[0]), radius_m: Math.round(d.width_m) } } : null;
  if (d.kind === "corridor") return d.corners.length > 1 ? { corridor: { centreline: d.corners.map(point), width_m: Math.round(d.width_m) } } : null;
  return d.corners.length >= 3 ? { polygon: d.corners.map(point) } : null;
}

/** @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e7) / 1e7;

/** As a corridor is drawn; the room makes its true outlines: both sides, mitred at the turns. @param {Place[]} line @param {number} width @returns {Place[]} */
export function corridor(line, width) {
  if (line.length < 2) return [];
  /** @type {Place[][]} */
  const sides = [[], []];
  line.forEach((at, n) => {
    const before = n ? bearing(line[n - 1], at) : null;
    const after = n + 1 < line.length ? bearing(at, line[n + 1]) : null;
    const way = before === null ? /** @type {number} */ (after) : after === null ? before : before + turn(before, after) / 2;
    const half = before === null || after === null ? 0 : Math.abs(turn(before, after)) / 2;
    const far = width / 2 / Math.max(0.5, Math.cos((half * Math.PI) / 180)); // a sharp turn is cut at twice the width
    sides[0].push(destination(at, way + 90, far));
    sides[1].push(destination(at, way - 90, far));
  });
  return [...sides[0], ...sides[1].reverse()];
}

/** @param {number} from @param {number} to */
const turn = (from, to) => ((to - from + 540) % 360) - 180;

/** Put the outline on the map as it is. @param {any} map */
function show(map) {
  const d = draft.value;
  const features = d.corners.map((c) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: c } }));
  const whole = d.kind === "circle" && d.corners.length ? circleRing(d.corners[0], d.width_m) : null;
  const corners = d.kind === "corridor" ? corridor(d.corners, d.width_m) : d.corners;
  const ring = whole ?? (corners.length >= 3 ? densified(corners) : null);
  if (ring) features.push(/** @type {any} */ ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } }));
  if (d.corners.length > 1 && d.kind !== "circle") features.push(/** @type {any} */ ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: d.corners } }));
  map?.getSource("draft")?.setData({ type: "FeatureCollection", features });
}

/** @param {{changed: () => void, begin?: any, kinds?: ("polygon" | "circle" | "corridor")[]}} props begin: what is drawn at first */
export function Outline({ changed, begin, kinds = ["polygon", "circle", "corridor"] }) {
  useEffect(() => {
    if (begin) draft.value = begin;
    drawing.take = (at) => {
      const d = draft.peek();
      draft.value = { ...d, corners: d.kind === "circle" ? [at] : [...d.corners, at] };
      changed();
    };
    const stop = effect(() => show(held.map));
    const canvas = held.map?.getCanvas();
    canvas?.classList.add("drawing");
    return () => {
      drawing.take = null;
      canvas?.classList.remove("drawing");
      stop();
      wipe();
      show(held.map);
    };
  }, []);
  const d = draft.value;
  /** What is being typed, until it is read: whatever draws the dialog anew meanwhile leaves it as it is. */
  const typing = useSignal(/** @type {string | null} */ (null));
  const per = units.value === "nm" ? NM_M : 1000;
  /** @param {any} e */
  function typed(e) {
    typing.value = null;
    draft.value = { ...draft.peek(), corners: parseLines(e.target.value, draft.peek().corners, ([lon, lat]) => position(lat, lon)) };
    changed();
  }
  return html`<fieldset><legend>${t("outline")}</legend>
    ${kinds.length > 1 && html`<div class="row tight">${kinds.map((kind) => html`<button type="button" aria-pressed=${d.kind === kind} onClick=${() => ((draft.value = { ...draft.peek(), kind, corners: [] }), changed())}>${t(`outline-${kind}`)}</button>`)}</div>`}
    <p class="soft small">${t(`outline-hint-${d.kind}`)}</p>
    ${d.kind !== "polygon" && html`<label>${t(d.kind === "circle" ? "radius" : "width")} <span class="row tight"><input type="number" min="0.1" step="0.5" value=${Math.round((d.width_m / per) * 10) / 10} onInput=${(/** @type {any} */ e) => ((draft.value = { ...draft.peek(), width_m: Number(e.target.value) * per }), changed())} /><${Num}>${units.value === "nm" ? "NM" : "km"}<//></span></label>`}
    <label>${t("positions")} <textarea rows="3" dir="ltr" spellcheck="false" placeholder=${"124500N0450000E\n1245.5N 04500.0E\n12.75 45.0 · 38P NV 00000 09532"} onInput=${(/** @type {any} */ e) => (typing.value = e.target.value)} onChange=${typed} value=${typing.value ?? d.corners.map(([lon, lat]) => position(lat, lon)).join("\n")}></textarea></label>
    ${d.corners.length > 0 && html`<button type="button" class="plain" onClick=${() => (wipe(), changed())}>${t("wipe")}</button>`}
  </fieldset>`;
}

