// Movements on the map: a road of two lines with its places; where it is by its plan at the moment shown; cells where only those are told.
import { shown } from "../room/clock.js";
import { isSeenAt, placeAt } from "../room/movements.js";
import { seenMovements } from "../room/past.js";
import { t } from "../text/fluent.js";
import { hueOf, HUES } from "../text/parties.js";
import { colour } from "../text/theme.js";

/** @param {string} chosen id of the chosen one @returns {any} */
export function movementFeatures(chosen) {
  return { type: "FeatureCollection", features: seenMovements.value.flatMap((m) => features(m, chosen)) };
}

/** @param {import("../room/movements.js").Movement} m @param {string} chosen */
function features(m, chosen) {
  if (!isSeenAt(m, shown.value)) return [];
  const properties = { id: m.id, hue: m.party ? hueOf(m.party) % HUES : -1, later: shown.value < m.start, chosen: m.id === chosen, name: m.said.state === "planned" ? m.name : `${m.name} · ${t(`movement-is-${m.said.state}`)}` };
  const feature = (/** @type {string} */ what, /** @type {any} */ geometry) => ({ type: "Feature", properties: { ...properties, what }, geometry });
  if (!m.line.length) {
    const boxes = /** @type {{west: number, south: number, east: number, north: number}[]} */ (m.said.areas);
    const middle = boxes[boxes.length >> 1]; // one name for all of them
    return [
      ...boxes.map((b) => feature("area", { type: "Polygon", coordinates: [[[b.west, b.south], [b.east, b.south], [b.east, b.north], [b.west, b.north], [b.west, b.south]]] })),
      ...(middle ? [feature("name", { type: "Point", coordinates: [(middle.west + middle.east) / 2, (middle.south + middle.north) / 2] })] : []),
    ];
  }
  const at = placeAt(m, shown.value);
  return [
    feature("line", { type: "LineString", coordinates: m.line.map((p) => p.at) }),
    ...m.line.map((p) => feature("stop", { type: "Point", coordinates: p.at })),
    feature(at ? "here" : "name", { type: "Point", coordinates: at ?? m.line[0].at }),
  ];
}

/** @param {any} hue by party */
export function movementLayers(hue) {
  const is = (/** @type {string[]} */ ...what) => ["in", ["get", "what"], ["literal", what]];
  const dim = ["case", ["get", "later"], 0.55, 1];
  const round = { "line-join": "round", "line-cap": "round" };
  return [
    { id: "movement-area", type: "fill", source: "movements", filter: is("area"), paint: { "fill-color": hue, "fill-opacity": 0.1 } },
    { id: "movement-area-line", type: "line", source: "movements", filter: is("area"), paint: { "line-color": hue, "line-width": 1.4, "line-gap-width": 2.5, "line-opacity": dim } },
    { id: "movement-chosen", type: "line", source: "movements", filter: ["all", is("line"), ["get", "chosen"]], layout: round, paint: { "line-color": colour("casing"), "line-width": 11 } },
    { id: "movement-bed", type: "line", source: "movements", filter: is("line"), layout: round, paint: { "line-color": colour("halo"), "line-width": 8 } },
    { id: "movement-line", type: "line", source: "movements", filter: is("line"), layout: { "line-join": "round" }, paint: { "line-color": hue, "line-width": 1.8, "line-gap-width": 3, "line-opacity": dim } },
    { id: "movement-stops", type: "circle", source: "movements", filter: is("stop"), paint: { "circle-radius": 4, "circle-color": colour("halo"), "circle-stroke-color": hue, "circle-stroke-width": 1.8, "circle-stroke-opacity": dim } },
    { id: "movement-here", type: "circle", source: "movements", filter: is("here"), paint: { "circle-radius": 7, "circle-color": hue, "circle-stroke-color": colour("casing"), "circle-stroke-width": 2, "circle-opacity": dim } },
  ]; // prettier-ignore
}

/** Above the names of zones, as it moves. */
// prettier-ignore
export const movementNames = () => ({ id: "movement-names", type: "symbol", source: "movements", filter: ["in", ["get", "what"], ["literal", ["here", "name"]]], layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans Bold"], "text-size": 12.5, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.9 }, paint: { "text-color": colour("text"), "text-halo-color": colour("halo"), "text-halo-width": 1.6, "text-opacity": ["case", ["get", "later"], 0.55, 1] } });
