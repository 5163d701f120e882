// Small pieces of text about places.
import { html } from "../html.js";
import { GLYPHS } from "../map/siteicons.js";
import { siteName } from "../map/sites.js";
import { law } from "../room/sites.js";
import { t } from "../text/fluent.js";

/** @param {{kind: string, notified?: boolean}} props */
export const Sign = ({ kind, notified }) => html`<svg viewBox="0 0 24 24" class=${`sign ${notified ? "notified" : ""}`} aria-hidden="true" direction="ltr">
  ${notified ? html`<circle cx="12" cy="12" r="11" class="edge" /><circle cx="12" cy="12" r="9" class="edge" />` : html`<rect x="2" y="2" width="20" height="20" rx="4" class="edge" />`}
  <path d=${GLYPHS[kind] ?? GLYPHS.other_civil} transform="translate(5 5) scale(.7)" class="glyph" /></svg>`;

/** What a place is called: by its name, else by its kind. @param {{site: any}} props */
export const Named = ({ site }) => html`${t(`site-${site.kind}`)} <b dir="auto">${siteName(site)}</b>`;

/** The sentence of law, in every view. */
export const Law = () => html`<p class="law soft small">${law.value}</p>`;

/** How a place stands, in words. @param {{site: any}} props */
export const Standing = ({ site }) => html`${site.is_notified && html`<span class="tag notified">${t("site-notified")}</span>`}
  ${site.disputed?.length > 0 && html`<span class="tag disputed">⚡ ${t("disputed")}</span>`}
  ${site.is_withdrawn && html`<span class="tag grey">${t("site-withdrawn")}</span>`}
  ${site.is_expired && !site.is_withdrawn && html`<span class="tag grey">${t("site-expired")}</span>`}`;
