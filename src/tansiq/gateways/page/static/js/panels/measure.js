// Measuring on the map: along shortest paths, how far and in which true direction each begins. By clicks, by keys, or typed.
import { html, useEffect } from "../html.js";
import { effect, signal } from "../../vendor/signals/signals.mjs";
import { dialog } from "../dialogs/host.js";
import { inverse } from "../geo/inverse.js";
import { path } from "../geo/geodesy.js";
import { held } from "../map/held.js";
import { drawing } from "../map/map.js";
import { t } from "../text/fluent.js";
import { course, distance, position } from "../text/format.js";
import { parseLines } from "../text/positions.js";
import { theme } from "../text/theme.js";
import { Num } from "./words.js";

/** @typedef {[number, number]} Place */

export const measuring = signal(false);
/** @type {import("../../vendor/signals/signals.mjs").Signal<Place[]>} */
const places = signal([]);

/** @param {Place[]} all */
const legsOf = (all) => all.slice(1).map((to, n) => ({ from: all[n], to, ...inverse(all[n], to) }));
/** @param {{m: number, bearing: number}} leg */
const said = (leg) => `${distance(leg.m)} ${course(leg.bearing)}`;

/** Put what is measured on the map. */
function show() {
  const feature = (/** @type {string} */ type, /** @type {any} */ coordinates, properties = {}) => ({ type: "Feature", properties, geometry: { type, coordinates } });
  const features = [
    ...places.value.map((at) => feature("Point", at)),
    ...legsOf(places.value).map((leg) => feature("LineString", path(leg.from, leg.to), { say: said(leg) })),
  ];
  held.map?.getSource("measure")?.setData({ type: "FeatureCollection", features });
}

export function Measure() {
  return measuring.value && html`<${Panel} />`;
}

function Panel() {
  useEffect(() => {
    if (dialog.peek()) return void (measuring.value = false); // a dialog may be drawn on
    drawing.take = (at) => (places.value = [...places.peek(), at]);
    const canvas = held.map?.getCanvas();
    canvas?.classList.add("drawing");
    const stops = [
      effect(() => void (dialog.value && (measuring.value = false))),
      effect(() => (void theme.value, show())),
    ];
    held.map?.on("style.load", show);
    return () => {
      for (const stop of stops) stop();
      held.map?.off("style.load", show);
      if (!dialog.peek()) drawing.take = null;
      canvas?.classList.remove("drawing");
      places.value = [];
      show();
    };
  }, []);
  const legs = legsOf(places.value);
  const middle = () => {
    const at = held.map.getCenter();
    places.value = [...places.peek(), [at.lng, at.lat]];
  };
  const escapes = (/** @type {KeyboardEvent} */ e) => e.code === "Escape" && (e.stopPropagation(), (measuring.value = false));
  return html`<section class="card measure" aria-labelledby="measure" onKeyDown=${escapes}>
    <div class="row"><h2 id="measure">${t("measure")}</h2><span class="space"></span><button class="plain" onClick=${() => (measuring.value = false)} aria-label=${t("close")}>✕</button></div>
    <p class="soft small">${t("measure-hint")}</p>
    <div aria-live="polite">${legs.length > 0 && html`<ol class="legs">${legs.map((leg) => html`<li><${Num}>${said(leg)}<//></li>`)}</ol>`}
      ${legs.length > 1 && html`<p><b>${t("measure-all")} <${Num}>${distance(legs.reduce((sum, leg) => sum + leg.m, 0))}<//></b></p>`}</div>
    <label>${t("positions")} <textarea rows="2" dir="ltr" spellcheck="false" value=${places.value.map(([lon, lat]) => position(lat, lon)).join("\n")} onChange=${(/** @type {any} */ e) => (places.value = parseLines(e.target.value, places.peek(), ([lon, lat]) => position(lat, lon)))}></textarea></label>
    <div class="row tight"><button onClick=${middle}>${t("measure-middle")}</button>${places.value.length > 0 && html`<button class="plain" onClick=${() => (places.value = [])}>${t("wipe")}</button>`}</div>
  </section>`;
}
