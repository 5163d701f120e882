// The map itself: made once, told what to draw, told what was clicked.
import { Map as GlMap, NavigationControl, ScaleControl, setWorkerUrl } from "../../vendor/maplibre-gl/maplibre-gl.mjs";
import { effect, signal } from "../../vendor/signals/signals.mjs";
import { chosen, chosenConflict, flyTo, is3d, isTable } from "../room/choice.js";
import { preview, shown } from "../room/clock.js";
import { others } from "../room/between.js";
import { conflicts } from "../room/conflicts.js";
import { notices } from "../room/notices.js";
import { isReplaying, seenFlights, seenZones } from "../room/past.js";
import { flights, pressures } from "../room/store.js";
import { language } from "../text/fluent.js";
import { units } from "../text/format.js";
import { theme } from "../text/theme.js";
import { areaFeatures } from "./air.js";
import { askCities, cities, cityFeatures } from "./cities.js";
import { drawnOn } from "./drawn.js";
import { bodiesOf, conflictsAt, labelsOf } from "./features.js";
import { imageOf } from "./images.js";
import { seenOf } from "./looks.js";
import { idsAt } from "./pick.js";
import { prismLayer } from "./prisms.js";
import { movementFeatures } from "./movements.js";
import { siteFeatures } from "./sites.js";
import { style } from "./style.js";
import { volumeLayer } from "./volumes.js";

setWorkerUrl(new URL("../../vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);

const DRAW_MS = 100; // at most ten times a second
const REST_MS = 250; // where there is much, conflicts, labels and bodies follow when what is shown has stood so long
const FEW = 300; // items; of so few they follow at once
const [DRAWN, SETTLED] = ["tansiq.drawn", "tansiq.settled"]; // marks for whoever measures: volumes are drawn; labels as well
const FLAT = ["conflict-fill"];
const CLICKED = ["labels", "labels-always", "pins", "movement-here", "movement-bed", "movement-area", "site-signs", "site-names", "site-fill", "site-area"];

/** Where the pointer is, longitude and latitude. @type {import("../../vendor/signals/signals.mjs").Signal<[number, number] | null>} */
export const pointer = signal(null);
/** What a click on the map does instead of choosing, while something is drawn. @type {{take: ((at: [number, number]) => void) | null}} */
export const drawing = { take: null };

/** @param {HTMLElement} container @returns {{map: any, end: () => void}} */
export function makeMap(container) {
  const map = new GlMap({
    container,
    style: style(),
    center: [45.5, 12.3],
    zoom: 6.2,
    fadeDuration: 0,
    pixelRatio: Math.min(devicePixelRatio, 2),
    attributionControl: { compact: true },
    maxPitch: 75,
    canvasContextAttributes: { antialias: false },
  });
  map.addControl(new NavigationControl({ visualizePitch: true }), "bottom-right");
  let scale = new ScaleControl({});
  map.setMissingStyleImageResolver((/** @type {string} */ id) => {
    const image = imageOf(id);
    if (image && !map.hasImage(id)) map.addImage(id, image.data, { pixelRatio: image.pixelRatio });
  });
  map.on("mousemove", (/** @type {any} */ e) => (pointer.value = [e.lngLat.lng, e.lngLat.lat]));
  map.on("mouseout", () => (pointer.value = null));
  map.on("click", (/** @type {any} */ e) => {
    if (drawing.take) drawing.take([e.lngLat.lng, e.lngLat.lat]);
    else clicked(map, e.point, is3d.peek() ? [] : idsAt(seen, [e.lngLat.lng, e.lngLat.lat]));
  });

  // Drawing by keys: arrows move the map below its middle, Enter takes it.
  map.getCanvas().addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => {
    if (e.code !== "Enter" || !drawing.take) return;
    const at = map.getCenter();
    drawing.take([at.lng, at.lat]);
  });

  if (!cities.peek().length) askCities().catch(() => {}); // the map does without
  const drawn = drawnOn(map);
  const prisms = prismLayer();
  const volumes = volumeLayer();
  /** @type {import("./looks.js").Seen[]} */
  let seen = [];
  let resting = 0;
  let isRested = false; // labels are those of what is shown
  let isFitted = false;
  let isStyled = false;
  let timer = 0;
  let drawnMs = 0;
  const draw = () => {
    timer = 0;
    if (!isStyled || document.hidden || isTable.peek()) return;
    drawnMs = performance.now();
    const items = [...seenZones.peek().values(), ...seenFlights.peek().values()];
    const how = { shown: shown.peek(), isPreview: preview.peek() !== null, chosen: chosen.peek() };
    seen = seenOf(items, how.shown, how.isPreview);
    const detail = { flights: flights.peek().size, shown: how.shown };
    volumes.set(items, seen, how.chosen, () => is3d.peek() || mark(DRAWN, detail));
    isRested = false;
    clearTimeout(resting);
    resting = setTimeout(follow, seen.length > FEW ? REST_MS : 0, how);
  };
  /** What the map's own layers draw. @param {import("./features.js").How} how */
  const follow = (how) => {
    if (!isStyled) return;
    isRested = true;
    const found = conflictsAt(isReplaying.peek() ? [] : [...others.peek(), ...conflicts.peek()], how);
    const bodies = is3d.peek() ? bodiesOf(seen, how) : new Map();
    let isSame = drawn.hand("volumes", bodies);
    for (const [name, features] of Object.entries(found)) isSame = drawn.hand(name, features) && isSame;
    if (!isSame) prisms.set([...bodies.values(), ...found.conflicts.values()].flat());
    isSame = drawn.hand("labels", labelsOf(seen, how, { bounds: /** @type {any} */ (map.getBounds().toArray().flat()), zoom: map.getZoom() })) && isSame;
    if (isSame && map.loaded()) settled();
  };
  const settled = () => {
    const detail = { flights: flights.peek().size, shown: shown.peek() };
    mark(SETTLED, detail);
    if (is3d.peek()) mark(DRAWN, detail);
  };
  const air = () => isStyled && /** @type {any} */ (map.getSource("air"))?.setData(areaFeatures(pressures.peek().values(), notices.peek().values()));
  const soon = () => {
    if (!timer) timer = setTimeout(draw, Math.max(0, drawnMs + DRAW_MS - performance.now()));
  };
  map.on("style.load", () => {
    isStyled = true;
    drawn.forget();
    map.addLayer(/** @type {any} */ (volumes.layer), "conflict-fill");
    map.addLayer(/** @type {any} */ (prisms.layer), "draft-fill");
    prisms.show(is3d.peek());
    volumes.fill(!is3d.peek());
    solid(map, is3d.peek());
    air();
    draw();
  });
  map.on("moveend", soon);
  map.on("idle", () => isRested && settled());
  document.addEventListener("visibilitychange", soon);

  const stops = [
    effect(() => {
      void [seenFlights.value, seenZones.value, conflicts.value, others.value, shown.value, chosen.value, language.value, isTable.value];
      soon();
    }),
    effect(() => {
      void [pressures.value, notices.value];
      air();
    }),
    effect(() => {
      if (isFitted || !flights.value.size) return;
      isFitted = true;
      map.fitBounds(around([...flights.value.values()]), { padding: { top: 60, bottom: 110, left: 40, right: container.clientWidth > 700 ? 230 : 40 }, maxZoom: 9, duration: 0 });
    }),
    effect(() => {
      const data = siteFeatures(chosen.value);
      if (isStyled) /** @type {any} */ (map.getSource("sites"))?.setData(data);
    }),
    effect(() => {
      const data = movementFeatures(chosen.value);
      if (isStyled) /** @type {any} */ (map.getSource("movements"))?.setData(data);
    }),
    effect(() => {
      if (cities.value.length) /** @type {any} */ (map.getSource("cities"))?.setData(cityFeatures()); // named anew in another language
    }),
    effect(() => {
      void theme.value;
      if (isStyled) {
        isStyled = false;
        map.setStyle(style(), { diff: false });
      }
    }),
    effect(() => {
      if (!isStyled) return void is3d.value;
      prisms.show(is3d.value);
      volumes.fill(!is3d.value);
      solid(map, is3d.value);
      soon();
      map.easeTo({ pitch: is3d.value ? 58 : 0, bearing: is3d.value ? -18 : 0, duration: calm() ? 0 : 600 });
    }),
    effect(() => {
      const box = flyTo.value;
      if (box) map.fitBounds(box, { padding: Math.min(140, container.clientHeight / 4), maxZoom: 8.5, duration: calm() ? 0 : 700 });
    }),
    effect(() => {
      if (map.hasControl(scale)) map.removeControl(scale);
      scale = new ScaleControl({ unit: units.value === "nm" ? "nautical" : "metric", maxWidth: 120 });
      map.addControl(scale, "bottom-right");
    }),
  ];
  const pulse = setInterval(() => {
    if (document.hidden || calm() || !isStyled || ![...seenFlights.peek().values()].some((f) => f.look === "contingent")) return;
    volumes.pulse();
  }, 700);
  return {
    map,
    end() {
      for (const stop of stops) stop();
      clearInterval(pulse);
      clearTimeout(timer);
      clearTimeout(resting);
      document.removeEventListener("visibilitychange", soon);
      map.remove();
    },
  };
}

/** @param {string} name @param {object} detail */
function mark(name, detail) {
  performance.clearMarks(name);
  performance.mark(name, { detail });
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const NEAR_DEGREES = 3;

/** The box around one's own flights and those near them; around all where there are none. @param {import("../room/items.js").Item[]} all */
function around(all) {
  const own = all.filter((f) => f.mine);
  const near = all.filter((f) => own.some((o) => Math.abs(o.at[0] - f.at[0]) < NEAR_DEGREES && Math.abs(o.at[1] - f.at[1]) < NEAR_DEGREES));
  return (near.length ? near : all).map((f) => f.bounds).reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/** @param {any} map @param {boolean} on */
function solid(map, on) {
  for (const layer of map.getStyle().layers) {
    if (layer.id.startsWith("solid-")) map.setLayoutProperty(layer.id, "visibility", on ? "visible" : "none");
    else if (FLAT.includes(layer.id)) map.setLayoutProperty(layer.id, "visibility", on ? "none" : "visible");
  }
}

/** Choose the smallest item under the point; a second click the next one. @param {any} map @param {any} point @param {string[]} under ids of the volumes there */
function clicked(map, point, under) {
  const found = map.queryRenderedFeatures(point, { layers: CLICKED.filter((id) => map.getLayer(id)) });
  const no = found.find((/** @type {any} */ f) => f.layer.id === "pins")?.properties.no;
  if (no) {
    chosenConflict.value = no;
    return;
  }
  const ids = [...new Set([...found.map((/** @type {any} */ f) => f.properties.id).filter(Boolean), ...under])];
  const sizes = (/** @type {any} */ id) => (seenFlights.peek().get(id) ?? seenZones.peek().get(id))?.size ?? 0;
  ids.sort((a, b) => sizes(a) - sizes(b));
  chosen.value = /** @type {string} */ (ids[(ids.indexOf(chosen.peek()) + 1) % ids.length] ?? "");
}
