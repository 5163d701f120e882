// Who is how high at the moment shown. Folded away where the map is narrow: it would lie over flights. The axis is nominal; limits keep their own references.
import { html, useSignal } from "../html.js";
import { chosen, choose } from "../room/choice.js";
import { preview, shown } from "../room/clock.js";
import { seenFlights, seenZones } from "../room/past.js";
import { lookAt } from "../map/looks.js";
import { t } from "../text/fluent.js";
import { HUES, hueOf } from "../text/parties.js";
import { called } from "./words.js";

const [W, H, LEFT, TOP] = [200, 132, 40, 8];
const LEVEL_M = 30.48;
const ROOMY_PX = 1440; // of the whole page
const MOST = 40; // bars that can be told apart

export function Altitudes() {
  const open = useSignal(innerWidth > ROOMY_PX);
  const at = shown.value;
  const items = [...seenFlights.value.values(), ...seenZones.value.values()]
    .filter((i) => i.start <= at && at <= i.end && lookAt(i, at, preview.value !== null))
    .sort((a, b) => order(a) - order(b));
  if (!items.length) return null;
  const highest = Math.max(...items.flatMap((i) => i.parts.map((p) => p.high)));
  const top = Math.max(50, Math.ceil(highest / LEVEL_M / 50) * 50);
  const y = (/** @type {number} */ m) => TOP + (1 - Math.max(0, m) / (top * LEVEL_M)) * (H - TOP - 6);
  const step = top <= 200 ? 50 : top <= 400 ? 100 : 200;
  const levels = Array.from({ length: Math.floor(top / step) + 1 }, (_, n) => n * step);
  const drawn = items.slice(0, MOST);
  const slot = Math.min(13, (W - LEFT - 6) / drawn.length);
  return html`<section class=${`card altitudes ${open.value ? "" : "folded"}`} aria-label=${t("altitude-band")}>
    <button class="plain" aria-expanded=${open.value} onClick=${() => (open.value = !open.value)}>${t("altitude-band")}</button>
    ${open.value && html`<svg viewBox=${`0 0 ${W} ${H}`} direction="ltr">
      <defs><pattern id="alt-withheld" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="1.6" height="6" class="withheld-fill" /></pattern></defs>
      ${levels.map((l) => html`<text x=${LEFT - 5} y=${y(l * LEVEL_M) + 4} text-anchor="end">${l ? `FL${String(l).padStart(3, "0")}` : "MSL"}</text><path d=${`M${LEFT} ${y(l * LEVEL_M)}H${W}`} class="tick" />`)}
      ${drawn.map((i, n) => html`<g class=${`bar ${i.look} hue-${i.party && i.kind === "flight" ? hueOf(i.party) % HUES : "none"} ${chosen.value === i.id ? "chosen" : ""}`} onClick=${() => choose(i)}>
        <title>${called(i)} ${i.band}</title>
        ${i.parts.filter((p) => p.start <= at && at <= p.end).map((p) => html`<rect class="body" x=${LEFT + 3 + n * slot} y=${y(p.high)} width=${Math.max(1, slot - 3)} height=${Math.max(3, y(p.low) - y(p.high))} fill=${i.look === "occupied" ? "url(#alt-withheld)" : undefined} />`)}
      </g>`)}
    </svg>`}
  </section>`;
}

/** @param {import("../room/items.js").Item} i */
const order = (i) => (i.kind === "zone" ? 200 : i.party ? hueOf(i.party) : 100);
