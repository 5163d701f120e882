// Named places: one is taken as the outline that is booked, or the outline is kept under a name.
import { html, useEffect, useSignal } from "../html.js";
import { askPlaces, dropPlace, keepPlace, placeName, places } from "../room/library.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { t } from "../text/fluent.js";
import { NM_M } from "../text/format.js";
import { draft, outlineOf } from "./outline.js";

const POINT_M = 2 * NM_M; // round a point, until another radius is typed

/** Draw a place as the outline. @param {any} place */
function take(place) {
  const corner = (/** @type {any} */ p) => /** @type {[number, number]} */ ([p.lon, p.lat]);
  const { polygon, circle, point, centreline, width_m } = place;
  if (polygon) draft.value = { ...draft.peek(), kind: "polygon", corners: polygon.map(corner) };
  else if (circle) draft.value = { kind: "circle", corners: [corner(circle.center)], width_m: circle.radius_m };
  else if (point) draft.value = { kind: "circle", corners: [corner(point)], width_m: POINT_M };
  else draft.value = { kind: "corridor", corners: centreline.map(corner), width_m: width_m ?? draft.peek().width_m };
}

/** @param {{limits: () => any, taken: (place: any) => void}} props limits: floor and ceiling to keep with a place; taken: told which was chosen */
export function Places({ limits, taken }) {
  const chosen = useSignal("");
  const name = useSignal("");
  const isForAll = useSignal(false);
  const fault = useSignal("");
  useEffect(() => {
    askPlaces().catch((error) => (fault.value = error.message));
  }, []);
  const place = places.value.find((p) => p.id === chosen.value);
  const outline = outlineOf(draft.value);
  /** @param {any} e */
  function choose(e) {
    chosen.value = e.target.value;
    const found = places.peek().find((p) => p.id === chosen.peek());
    if (!found) return;
    take(found);
    taken(found);
  }
  return html`<details class="places"><summary>${t("places", { n: places.value.length })}</summary>
    ${fault.value && html`<p class="fault" role="alert">${fault.value}</p>`}
    <label>${t("place-take")} <select onChange=${choose}><option value="">–</option>${places.value.map((p) => html`<option value=${p.id} selected=${p.id === chosen.value}>${placeName(p)} · ${t(`place-${p.kind}`)} · ${p.owner}</option>`)}</select></label>
    ${place?.remarks && html`<p class="soft small" dir="auto">${place.remarks}</p>`}
    ${place?.is_mine && mayAct.value && html`<div class="row"><${Do} go=${() => dropPlace(place)}>${t("place-drop")}<//></div>`}
    ${outline && mayAct.value && html`<label>${t("place-name")} <input dir="auto" maxlength="120" value=${name} onInput=${(/** @type {any} */ e) => (name.value = e.target.value)} /></label>
      <label class="check"><input type="checkbox" checked=${isForAll} onChange=${(/** @type {any} */ e) => (isForAll.value = e.target.checked)} /> ${t("place-for-all")}</label>
      ${name.value.trim() && html`<div class="row"><${Do} go=${async () => {
        await keepPlace(outline, limits(), name.value.trim(), isForAll.value);
        name.value = "";
      }}>${t("place-keep")}<//></div>`}`}
  </details>`;
}
