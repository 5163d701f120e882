// The map's layers: hue = party, line and fill = state, red = conflict alone. Each meaning has a second sign beside colour.
import { HUES } from "../text/parties.js";
import { colour, theme } from "../text/theme.js";
import { chosen } from "../room/choice.js";
import { cityFeatures } from "./cities.js";
import { movementFeatures, movementLayers, movementNames } from "./movements.js";
import { siteFeatures, siteLayers } from "./sites.js";

export const EXAGGERATION = 6;
const static_ = new URL("../../", import.meta.url).href;
const EMPTY = { type: "FeatureCollection", features: [] };

/** @param {string} look */
const is = (look) => ["==", ["get", "look"], look];
/** @param {string} name */
const fonts = (name) =>
  ["latin-ext", "latin", "cyrillic", "arabic"].map((script) => ({
    url: `${static_}vendor/fonts/noto-sans-${script}-${name}.woff2`,
    "unicode-range": RANGES[script],
  }));
/** @type {Record<string, string[]>} */
const RANGES = {
  latin: ["U+0000-00FF", "U+2000-206F", "U+20AC", "U+2212"],
  "latin-ext": ["U+0100-02FF", "U+1E00-1EFF"],
  cyrillic: ["U+0400-04FF", "U+2116"],
  arabic: ["U+0600-06FF", "U+0750-077F", "U+FB50-FDFF", "U+FE70-FEFF"],
};

/** The style for the theme of this moment. @returns {any} */
export function style() {
  const th = theme.value;
  const hue = ["match", ["get", "hue"], ...Array.from({ length: HUES }, (_, n) => [n, colour(`hue-${n}`)]).flat(), colour("withheld")];
  const dim = ["case", ["get", "later"], 0.45, 1];
  const line = { "line-join": "round", "line-cap": "butt" };
  const halo = { "text-halo-color": colour("halo"), "text-halo-width": 1.6, "text-color": colour("text") };
  return {
    version: 8,
    "font-faces": { "Noto Sans": fonts("400"), "Noto Sans Bold": fonts("700") },
    sources: {
      coast: { type: "vector", tiles: [`${static_}coast/{z}/{x}/{y}`], maxzoom: 5, attribution: "Natural Earth" },
      grid: { type: "geojson", data: graticule() },
      cities: { type: "geojson", data: cityFeatures() },
      sites: { type: "geojson", data: siteFeatures(chosen.peek()) },
      movements: { type: "geojson", data: movementFeatures(chosen.peek()) },
      volumes: { type: "geojson", data: EMPTY },
      conflicts: { type: "geojson", data: EMPTY },
      labels: { type: "geojson", data: EMPTY },
      pins: { type: "geojson", data: EMPTY },
      draft: { type: "geojson", data: EMPTY },
      air: { type: "geojson", data: EMPTY },
      measure: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      { id: "land", type: "fill", source: "coast", "source-layer": "land", paint: { "fill-color": colour("land") } },
      { id: "coast", type: "line", source: "coast", "source-layer": "land", paint: { "line-color": colour("coast"), "line-width": 1 } },
      { id: "grid", type: "line", source: "grid", minzoom: 4, paint: { "line-color": colour("coast"), "line-opacity": 0.22, "line-width": 0.6 } },

      { id: "city-dots", type: "circle", source: "cities", minzoom: 3.5, paint: { "circle-color": colour("soft"), "circle-radius": 2.2, "circle-opacity": 0.8 } },

      { id: "conflict-fill", type: "fill", source: "conflicts", paint: { "fill-pattern": `hatch:${th}`, "fill-opacity": ["case", ["get", "mine"], 0.6, 0.3] } },
      { id: "conflict-line", type: "line", source: "conflicts", layout: line, paint: { "line-color": colour("conflict"), "line-width": ["case", ["get", "mine"], 3, 1.5] } },

      ...["accepted", "planned", "activated", "nonconforming", "contingent", "occupied", "zone"].map((look) => ({
        id: `solid-${look}`, type: "fill-extrusion", source: "volumes", filter: ["all", is(look), ["!", ["get", "later"]]], layout: { visibility: "none" },
        paint: {
          "fill-extrusion-color": look === "zone" ? colour("zone") : hue,
          "fill-extrusion-base": ["get", "base"],
          "fill-extrusion-height": ["get", "top"],
          "fill-extrusion-opacity": { accepted: 0.35, planned: 0.45, activated: 0.75, nonconforming: 0.7, contingent: 0.7, occupied: 0.4, zone: 0.15 }[look],
        },
      })),
      { id: "solid-conflict", type: "fill-extrusion", source: "conflicts", layout: { visibility: "none" }, paint: { "fill-extrusion-color": colour("conflict"), "fill-extrusion-base": ["get", "base"], "fill-extrusion-height": ["get", "top"], "fill-extrusion-opacity": 0.85 } },

      { id: "draft-fill", type: "fill", source: "draft", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("accent"), "fill-opacity": 0.2 } },
      { id: "draft-line", type: "line", source: "draft", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour("accent"), "line-width": 2.5 } },
      { id: "draft-corner", type: "circle", source: "draft", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": colour("accent"), "circle-radius": 5, "circle-stroke-color": colour("halo"), "circle-stroke-width": 2 } },

      ...movementLayers(hue),
      ...siteLayers(th),
      { id: "air-line", type: "line", source: "air", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("soft"), "line-width": 1.5, "line-dasharray": [1, 3] } },
      { id: "air-label", type: "symbol", source: "air", filter: ["==", ["geometry-type"], "Point"], layout: { "text-field": ["get", "say"], "text-font": ["Noto Sans"], "text-size": 12, "text-anchor": "bottom" }, paint: { ...halo, "text-color": colour("soft") } },

      { id: "measure-line", type: "line", source: "measure", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("casing"), "line-width": 2 } },
      { id: "measure-point", type: "circle", source: "measure", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": colour("casing"), "circle-radius": 4, "circle-stroke-color": colour("halo"), "circle-stroke-width": 2 } },
      { id: "measure-label", type: "symbol", source: "measure", filter: ["==", ["geometry-type"], "LineString"], layout: { "symbol-placement": "line-center", "text-field": ["get", "say"], "text-font": ["Noto Sans Bold"], "text-size": 13, "text-offset": [0, -0.9], "text-allow-overlap": true, "text-ignore-placement": true }, paint: halo },

      { id: "cities", type: "symbol", source: "cities", minzoom: 3.5, layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans"], "text-size": 12, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.4, "text-padding": 4 }, paint: { ...halo, "text-color": colour("soft") } },
      { id: "labels", type: "symbol", source: "labels", filter: ["!", ["get", "always"]], layout: labelLayout(th, "never"), paint: { ...halo, "text-opacity": dim } },
      movementNames(),
      { id: "labels-always", type: "symbol", source: "labels", filter: ["get", "always"], layout: labelLayout(th, "always"), paint: halo },
      { id: "pins", type: "symbol", source: "pins", layout: {
        "icon-image": `pin:${th}`, "icon-anchor": "bottom", "icon-allow-overlap": true, "icon-ignore-placement": false,
        "text-field": ["get", "no"], "text-font": ["Noto Sans Bold"], "text-size": 12, "text-offset": [0, -2.15], "text-allow-overlap": true,
        "symbol-sort-key": 0,
      }, paint: { "text-color": colour("on-conflict") } },
    ],
  };
}

/** Labels of others give way where there is no room; the volumes are drawn all the same. @param {string} th @param {"never" | "always"} overlap */
function labelLayout(th, overlap) {
  return {
    "text-field": [
      "format",
      ["image", ["concat", `tag:${th}:`, ["get", "tag"]]], {},
      ["case", ["==", ["get", "tag"], ""], "", " "], {},
      ["get", "name"], { "text-font": ["case", ["get", "bold"], ["literal", ["Noto Sans Bold"]], ["literal", ["Noto Sans"]]] },
      "\n", {},
      ["get", "band"], { "font-scale": 0.9 },
    ],
    "text-font": ["Noto Sans"],
    "text-size": 13,
    "text-line-height": 1.25,
    "text-max-width": 13,
    "text-variable-anchor-offset": ["center", [0, 0], "top", [0, 1.2], "bottom", [0, -1.2], "left", [1.2, 0], "right", [-1.2, 0], "top-left", [1, 1], "bottom-right", [-1, -1], "top-right", [-1, 1], "bottom-left", [1, -1]],
    "text-padding": 1,
    "text-overlap": overlap,
    "symbol-sort-key": ["get", "order"],
  };
}

/** Each degree, drawn from zoom 4 on. */
function graticule() {
  const coordinates = [];
  for (let lon = -180; lon <= 180; lon += 1) coordinates.push([[lon, -85], [lon, 85]]);
  for (let lat = -85; lat <= 85; lat += 1) coordinates.push([[-180, lat], [180, lat]]);
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } };
}
