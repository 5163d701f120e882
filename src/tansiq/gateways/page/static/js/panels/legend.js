// What line and fill mean. Folded away on small screens.
import { html, useSignal } from "../html.js";
import { t } from "../text/fluent.js";
import { Sign } from "./sitewords.js";

const LOOKS = ["accepted", "activated", "nonconforming", "contingent", "zone", "conflict", "occupied"];

export function Legend() {
  const open = useSignal(innerWidth > 900);
  return html`<section class=${`card legend ${open.value ? "" : "folded"}`}>
    <button class="plain" aria-expanded=${open.value} onClick=${() => (open.value = !open.value)}>${t("legend")}</button>
    ${open.value && html`<ul>${LOOKS.map((look) => html`<li><${Swatch} look=${look} />${t(`legend-${look}`)}</li>`)}<li><svg viewBox="0 0 30 18" class="swatch movement" aria-hidden="true" direction="ltr"><path d="M2 7h26M2 11h26" /><circle cx="15" cy="9" r="4.5" /></svg>${t("legend-movement")}</li><li><${Sign} kind="other_civil" notified />${t("legend-notified")}</li></ul>`}
  </section>`;
}

/** @param {{look: string}} props */
function Swatch({ look }) {
  return html`<svg viewBox="0 0 30 18" class=${`swatch ${look}`} aria-hidden="true" direction="ltr">
    <defs><pattern id="sw-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="7" class="red-fill" /></pattern>
      <pattern id="sw-withheld" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="1.4" height="6" class="withheld-fill" /></pattern></defs>
    ${(look === "nonconforming" || look === "contingent") && html`<rect x="2" y="2" width="26" height="14" class="halo" />`}
    <rect x="2" y="2" width="26" height="14" class="body" fill=${look === "conflict" ? "url(#sw-hatch)" : look === "occupied" ? "url(#sw-withheld)" : undefined} />
    ${look === "zone" && html`<path d="M6 2v4M11 2v4M16 2v4M21 2v4M26 2v4M6 16v-4M11 16v-4M16 16v-4M21 16v-4M26 16v-4" class="teeth" />`}
    ${look === "activated" && html`<path d="M12 5l8 4-8 4z" class="sign" />`}
    ${look === "nonconforming" && html`<text x="15" y="13" text-anchor="middle">⚠</text>`}
    ${look === "contingent" && html`<text x="15" y="13" text-anchor="middle">‼</text>`}
  </svg>`;
}
