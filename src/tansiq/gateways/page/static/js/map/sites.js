// Places on the map: a sign each; a notified one with its buffer as a green double ring; one of which only the area is known as that area.
import { computed } from "../../vendor/signals/signals.mjs";
import { circleRing, densified } from "../geo/geodesy.js";
import { areShown, shownSites } from "../room/sites.js";
import { language } from "../text/fluent.js";
import { colour } from "../text/theme.js";
import { GLYPHS } from "./siteicons.js";
import { namedFrom } from "./sitenames.js";

/** Vowel marks of Arabic, which crowd a map's label. */
const MARKS = /[\u064b-\u065f\u0670]/g;
const [SIZE, RATIO] = [24, 2];

/** @param {any} site @returns {string} in the reader's language, else in English, else in any */
export const siteName = (site) => site.names[language.value] ?? site.names.en ?? Object.values(site.names)[0] ?? "";

/** @type {WeakMap<any, any[]>} made once for each place as it was told */
const made = new WeakMap();

const from = computed(() => namedFrom(shownSites.value));

/** @param {string} chosen id of the chosen place @returns {any} */
export function siteFeatures(chosen) {
  const features = areShown.value ? shownSites.value.flatMap((site) => once(site).map((/** @type {any} */ f) => ({ ...f, properties: { ...f.properties, name: siteName(site).replace(MARKS, ""), from: from.value.get(site.id) ?? 0, chosen: site.id === chosen } }))) : [];
  return { type: "FeatureCollection", features };
}

/** @param {any} site */
function once(site) {
  const found = made.get(site) ?? features(site);
  made.set(site, found);
  return found;
}

/** @param {any} site */
function features(site) {
  const properties = { id: site.id, kind: site.kind, notified: site.is_notified, old: site.is_expired || site.is_withdrawn, disputed: site.disputed.length > 0 };
  const feature = (/** @type {string} */ what, /** @type {any} */ geometry) => ({ type: "Feature", properties: { ...properties, what }, geometry });
  const { position: p, notified, outline } = site;
  if (!p) return site.areas.map((/** @type {any} */ b) => feature("area", { type: "Polygon", coordinates: [[[b.west, b.south], [b.east, b.south], [b.east, b.north], [b.west, b.north], [b.west, b.south]]] }));
  const found = [feature("sign", { type: "Point", coordinates: [p.lon, p.lat] })];
  if (notified) found.push(feature("ring", { type: "Polygon", coordinates: [circleRing([p.lon, p.lat], notified.radius_m)] }));
  if (outline.length > 2) found.push(feature("outline", { type: "Polygon", coordinates: [densified(outline.map((/** @type {any} */ c) => [c.lon, c.lat]))] }));
  return found;
}

/** @param {string} th the theme, in the names of images */
export function siteLayers(th) {
  const green = colour("ok");
  const halo = { "text-halo-color": colour("halo"), "text-halo-width": 1.6 };
  const is = (/** @type {string} */ what) => ["==", ["get", "what"], what];
  const dim = ["case", ["get", "old"], 0.4, 1];
  return [
    { id: "site-fill", type: "fill", source: "sites", filter: ["in", ["get", "what"], ["literal", ["ring", "outline"]]], paint: { "fill-color": green, "fill-opacity": ["case", ["get", "old"], 0.05, 0.15] } },
    { id: "site-ring", type: "line", source: "sites", filter: is("ring"), paint: { "line-color": green, "line-width": 1.8, "line-gap-width": 3, "line-opacity": dim } },
    { id: "site-outline", type: "line", source: "sites", filter: is("outline"), paint: { "line-color": green, "line-width": 1.2, "line-opacity": dim } },
    { id: "site-area", type: "fill", source: "sites", filter: is("area"), paint: { "fill-color": green, "fill-opacity": 0.08 } },
    { id: "site-area-line", type: "line", source: "sites", filter: is("area"), paint: { "line-color": green, "line-width": 1.6, "line-dasharray": [1, 2] } },
    { id: "site-chosen", type: "circle", source: "sites", filter: ["all", is("sign"), ["get", "chosen"]], paint: { "circle-radius": 16, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour("casing"), "circle-stroke-width": 2.5 } },
    { id: "site-signs", type: "symbol", source: "sites", filter: ["any", is("sign"), is("area")], layout: {
      "icon-image": ["concat", `site:${th}:`, ["get", "kind"], ":", ["case", ["get", "notified"], "ring", "plain"]], "icon-allow-overlap": true, "icon-ignore-placement": true,
    }, paint: { "icon-opacity": dim } },
    { id: "site-names", type: "symbol", source: "sites", filter: ["all", ["any", is("sign"), is("area")], [">=", ["zoom"], ["get", "from"]]], layout: {
      "text-field": ["concat", ["case", ["get", "disputed"], "⚡ ", ""], ["get", "name"]], "text-font": ["Noto Sans"], "text-size": 12, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 1.1,
    }, paint: { ...halo, "text-color": green, "text-opacity": dim } },
  ]; // prettier-ignore
}

/** The sign of a kind: a plain one in a box; a notified one in a green double ring. @param {string} kind @param {string} look */
export function siteImage(kind, look) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  c.scale(RATIO, RATIO);
  c.fillStyle = colour("panel");
  c.strokeStyle = colour("ok");
  c.lineWidth = 1.3;
  c.beginPath();
  if (look === "ring") c.arc(SIZE / 2, SIZE / 2, 11, 0, 2 * Math.PI);
  else c.roundRect(2, 2, SIZE - 4, SIZE - 4, 4);
  c.fill();
  c.stroke();
  if (look === "ring") {
    c.beginPath();
    c.arc(SIZE / 2, SIZE / 2, 9, 0, 2 * Math.PI);
    c.stroke();
  }
  c.translate(5, 5);
  c.scale(0.7, 0.7);
  c.strokeStyle = colour("text");
  c.lineWidth = 2;
  c.lineCap = c.lineJoin = "round";
  c.stroke(new Path2D(GLYPHS[kind] ?? GLYPHS.other_civil));
  return { data: c.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO };
}
