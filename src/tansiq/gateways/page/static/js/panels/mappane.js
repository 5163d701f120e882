// The map with what lies over it: tools, altitude bands, legend, pointer position, and the banner when it is not live.
import { openImport } from "../dialogs/import.js";
import { isOfReports, openSiteImport } from "../dialogs/siteimport.js";
import { html, useEffect, useRef, useSignal } from "../html.js";
import { is3d, isTable } from "../room/choice.js";
import { now, preview, replay } from "../room/clock.js";
import { isLate, pastFault } from "../room/past.js";
import { age, isLive } from "../room/store.js";
import { held } from "../map/held.js";
import { makeMap, pointer } from "../map/map.js";
import { EXAGGERATION } from "../map/style.js";
import { t } from "../text/fluent.js";
import { clock, date, position, time } from "../text/format.js";
import { Altitudes } from "./altitudes.js";
import { Legend } from "./legend.js";
import { Measure, measuring } from "./measure.js";
import { MapTable } from "./table.js";
import { Num } from "./words.js";

export function MapPane() {
  const box = useRef(null);
  useEffect(() => {
    const made = makeMap(/** @type {any} */ (box.current));
    held.map = made.map;
    return made.end;
  }, []);
  const dropping = useSignal(false);
  const drop = {
    onDragOver: (/** @type {DragEvent} */ e) => {
      e.preventDefault();
      dropping.value = isLive.peek();
    },
    onDragLeave: (/** @type {DragEvent} */ e) => {
      if (e.target === e.currentTarget || !(/** @type {Node} */ (e.currentTarget).contains(/** @type {Node} */ (e.relatedTarget)))) dropping.value = false;
    },
    onDrop: (/** @type {DragEvent} */ e) => {
      e.preventDefault();
      dropping.value = false;
      const file = e.dataTransfer?.files[0];
      if (file && isLive.peek()) isOfReports(file).then((yes) => (yes ? openSiteImport(file) : openImport(file)));
    },
  };
  return html`<main class=${`map ${replay.value === null ? "" : "replaying"}`} aria-label=${t("map")} ...${drop}>
    <div class="canvas" ref=${box} dir="ltr" data-hidden=${isTable.value}></div>
    <span class="crosshair" aria-hidden="true"></span>
    ${isTable.value && html`<${MapTable} />`}
    <div class="tools row tight">
      <button aria-pressed=${!is3d.value} onClick=${() => (is3d.value = false)}><${Num}>2D<//></button>
      <button aria-pressed=${is3d.value} onClick=${() => (is3d.value = true)}><${Num}>3D<//></button>
      <button aria-pressed=${isTable.value} onClick=${() => (isTable.value = !isTable.value)} aria-keyshortcuts="t">${t("map-table")}</button>
      <button aria-pressed=${measuring.value} disabled=${isTable.value} onClick=${() => (measuring.value = !measuring.value)}>${t("measure")}</button>
      ${isLive.value && html`<button onClick=${() => openImport()}>${t("import")}</button>`}
    </div>
    ${dropping.value && html`<p class="dropping">${t("import-drop")}</p>`}
    <${Banner} />
    ${!isTable.value && html`<${Altitudes} /><${Legend} /><${Pointer} />`}
    ${!isTable.value && html`<${Measure} />`}
    ${is3d.value && !isTable.value && html`<p class="chip exaggeration">${t("vertical")} <${Num}>×${EXAGGERATION}<//></p>`}
  </main>`;
}

function Banner() {
  if (!isLive.value) {
    const since = clock(now.value - age.value);
    return html`<p class="banner warn" role="alert">${t("banner-offline", { since })}</p>`;
  }
  if (replay.value !== null) {
    const at = `${date(replay.value)} ${clock(replay.value)}`;
    return html`<p class="banner warn" role="status">${t("banner-replay", { at })} ${isLate.value && !pastFault.value && t("replay-coming")} ${pastFault.value && html`<span role="alert">${pastFault.value}</span>`}</p>`;
  }
  if (preview.value === null) return null;
  const minutes = Math.round((preview.value - now.value) / 60_000);
  return html`<p class="banner warn" role="status">${t("banner-preview", { at: time(preview.value, now.value), minutes: `+${minutes} min` })}</p>`;
}

function Pointer() {
  const at = pointer.value;
  return at && html`<p class="pointer"><${Num}>${position(at[1], ((at[0] + 540) % 360) - 180)}<//></p>`;
}
