// What is said of landing sites and obstacles besides.
import { html } from "../html.js";
import { t } from "../text/fluent.js";
import { parsePositions } from "../text/positions.js";
import { position } from "../text/format.js";

export const LANDINGS = ["landing_site", "aerodrome", "hospital"];
export const OBSTACLES = ["obstacle", "hazard"];
const SURFACES = ["paved", "gravel", "earth", "grass", "sand", "snow", "deck", "other"];
const FUELS = ["avgas", "jet", "mogas"];
const SHAPES = ["mast", "wire", "crane", "building", "other"];

/** @param {any} n */
const orNull = (n) => (n === "" || n === null ? null : Number(n));
/** @param {string} text */
const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);

/** @param {any} l */
export const landingOf = (l) => ({ length_m: "", width_m: "", surface: "grass", slope_percent: "", elevation_m: "", is_lit: "", fuel: [], checked: "", checked_by: "", obstacles: "", ...l, ...(l ? { is_lit: l.is_lit === null ? "" : l.is_lit ? "yes" : "no", slope_percent: l.slope_percent ?? "", elevation_m: l.elevation_m ?? "" } : {}), approaches: (l?.approaches_deg ?? []).join(", "), departures: (l?.departures_deg ?? []).join(", "), frequencies: (l?.frequencies ?? []).join(", ") });

/** Nothing where no size was said. @param {any} f */
export function bodyOfLanding(f) {
  if (f.length_m === "" || f.width_m === "") return null;
  return {
    length_m: Number(f.length_m), width_m: Number(f.width_m), surface: f.surface, slope_percent: orNull(f.slope_percent), elevation_m: orNull(f.elevation_m), approaches_deg: numbers(f.approaches), departures_deg: numbers(f.departures),
    is_lit: f.is_lit === "" ? null : f.is_lit === "yes", fuel: f.fuel, frequencies: f.frequencies.match(/\d{2,3}\.\d{1,3}/g) ?? [], checked: f.checked, checked_by: f.checked_by, obstacles: f.obstacles,
  }; // prettier-ignore
}

/** @param {any} o */
export const obstacleOf = (o) => ({ shape: "mast", height_m: "", accuracy_m: 5, ...o, top_m: o?.top_m ?? "", is_lit: o && o.is_lit !== null ? (o.is_lit ? "yes" : "no") : "", far: o?.far_end ? position(o.far_end.lat, o.far_end.lon) : "" });

/** @param {any} f */
export function bodyOfObstacle(f) {
  if (f.height_m === "") return null;
  const [far] = parsePositions(f.far);
  return { shape: f.shape, height_m: Number(f.height_m), accuracy_m: Number(f.accuracy_m), top_m: orNull(f.top_m), is_lit: f.is_lit === "" ? null : f.is_lit === "yes", far_end: f.shape === "wire" && far ? { lon: far[0], lat: far[1] } : null };
}

/** @param {any} held @param {(next: any) => void} changed */
function fields(held, changed) {
  const on = (/** @type {string} */ name) => (/** @type {any} */ e) => changed({ ...held, [name]: e.target.value });
  return {
    on,
    number: (/** @type {string} */ name, /** @type {string} */ say, unit = "") => html`<label>${t(say)}${unit && ` (${unit})`} <input type="number" step="any" value=${held[name]} onInput=${on(name)} /></label>`,
    text: (/** @type {string} */ name, /** @type {string} */ say, dir = "ltr") => html`<label>${t(say)} <input dir=${dir} value=${held[name]} onInput=${on(name)} /></label>`,
    choose: (/** @type {string} */ name, /** @type {string} */ say, /** @type {string[]} */ all, /** @type {(one: string) => string} */ word) => html`<label>${t(say)} <select onChange=${on(name)}>${all.map((one) => html`<option value=${one} selected=${one === held[name]}>${word(one)}</option>`)}</select></label>`,
  };
}

const LIT = ["", "yes", "no"];
/** @param {string} one */
const lit = (one) => (one ? t(one === "yes" ? "yes" : "no") : "–");

/** @param {{held: any, changed: (next: any) => void}} props */
export function LandingFields({ held, changed }) {
  const f = fields(held, changed);
  return html`<fieldset><legend>${t("landing")}</legend><div class="fields">${f.number("length_m", "landing-length", "m")}${f.number("width_m", "landing-width", "m")}
    ${f.choose("surface", "landing-surface", SURFACES, (s) => t(`surface-${s}`))}${f.number("slope_percent", "landing-slope", "%")}${f.number("elevation_m", "landing-elevation", "m AMSL")}${f.choose("is_lit", "landing-lit", LIT, lit)}
    ${f.text("approaches", "landing-approaches")}${f.text("departures", "landing-departures")}${f.text("frequencies", "frequencies")}${f.text("checked_by", "landing-checked-by", "auto")}
    <fieldset class="wide"><legend>${t("landing-fuel")}</legend><span class="row">${FUELS.map((one) => html`<label class="check"><input type="checkbox" checked=${held.fuel.includes(one)} onChange=${(/** @type {any} */ e) => changed({ ...held, fuel: FUELS.filter((x) => (x === one ? e.target.checked : held.fuel.includes(x))) })} /> ${t(`fuel-${one}`)}</label>`)}</span></fieldset>
    <label class="wide">${t("landing-obstacles")} <input dir="auto" maxlength="2000" value=${held.obstacles} onInput=${f.on("obstacles")} /></label></div></fieldset>`;
}

/** @param {{held: any, changed: (next: any) => void}} props */
export function ObstacleFields({ held, changed }) {
  const f = fields(held, changed);
  return html`<fieldset><legend>${t("site-obstacle")}</legend><div class="fields">${f.choose("shape", "obstacle-shape", SHAPES, (s) => t(`shape-${s}`))}${f.number("height_m", "obstacle-height", "m AGL")}${f.number("top_m", "obstacle-top", "m AMSL")}${f.number("accuracy_m", "report-accuracy", "m")}
    ${f.choose("is_lit", "landing-lit", LIT, lit)}${held.shape === "wire" && f.text("far", "obstacle-far")}</div></fieldset>`;
}
