// The rules of the room, one line for each member of its charter: what kind of rule it is, how it is said, in which it differs.
import { t } from "../text/fluent.js";

export const LEVELS = ["conflict", "existence", "reservation", "identity"];
export const CLASSES = ["routine", "relief", "medevac", "search_and_rescue"];

/**
 * @typedef {"text" | "share" | "level" | "apart" | "choice" | "truth" | "number" | "between" | "ahead" | "clock" | "other"} Kind
 * @typedef {{key: string, kind: Kind, unit?: string, of?: string[]}} Rule
 */

/** Rules by what they are about. @type {[string, Rule[]][]} */
const GROUPS = [
  ["decide", ["admit", "suspend", "reinstate", "expel", "amend"].map((key) => ({ key, kind: "share" }))],
  ["show", [
    ...["default_manned", "default_unmanned", "default_zone"].map((key) => /** @type {Rule} */ ({ key, kind: "level" })),
    { key: "second_person", kind: "truth" },
    { key: "floor_km", kind: "number", unit: "km" },
    { key: "attempts_min", kind: "number", unit: "min" },
    { key: "ration_km2h", kind: "number", unit: "km²·h" },
  ]],
  ["apart", ["manned", "mixed", "unmanned"].map((key) => ({ key, kind: "apart" }))],
  ["book", [
    { key: "conflict_rule", kind: "choice", of: ["warn", "refuse"] },
    { key: "ahead_manned", kind: "ahead" },
    { key: "ahead_unmanned", kind: "ahead" },
    { key: "ahead_zone_h", kind: "number", unit: "h" },
    { key: "ahead_convoy_h", kind: "number", unit: "h" },
    { key: "ahead_team_h", kind: "number", unit: "h" },
    { key: "area_max_km2", kind: "number", unit: "km²" },
    { key: "duration_max_h", kind: "number", unit: "h" },
    { key: "horizon_days", kind: "number", unit: "d" },
    { key: "overrun_min", kind: "number", unit: "min" },
    { key: "close_after_min", kind: "number", unit: "min" },
    { key: "plan_min", kind: "clock" },
  ]],
  ["air", [{ key: "qnh_hpa", kind: "between", unit: "hPa" }, { key: "isa_k", kind: "between", unit: "K" }]],
  ["name", [{ key: "name", kind: "text" }, { key: "uss", kind: "text" }, { key: "base_url", kind: "text" }]],
]; // prettier-ignore

/** The groups, with what this page knows no words for at the end: nothing that was agreed is left out. @param {any} charter @returns {[string, Rule[]][]} */
export function groupsOf(charter) {
  const known = new Set(GROUPS.flatMap(([, rules]) => rules.map((r) => r.key)));
  const others = Object.keys(charter).filter((key) => !known.has(key)).map((key) => /** @type {Rule} */ ({ key, kind: "other" }));
  return others.length ? [...GROUPS, ["other", others]] : GROUPS;
}

/** @param {Rule} rule @returns {string} */
export const ruleName = (rule) => (rule.kind === "other" ? rule.key : t(`rule-of-${rule.key}`));

/** "12:00" of minutes after midnight. @param {number} minutes */
export const clockOf = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(Math.round(minutes) % 60).padStart(2, "0")}`;

/** A rule in words. @param {Rule} rule @param {any} value @returns {string} */
export function said(rule, value) {
  switch (rule.kind) {
    case "share":
      return shareText(value);
    case "level":
      return t(`level-${value}`);
    case "truth":
      return t(value ? "yes" : "no");
    case "choice":
      return t(`conflict-rule-${value}`);
    case "apart":
      return value.lateral_m || value.vertical_m || value.minutes
        ? t("rule-apart", { lateral: `${value.lateral_m} m`, vertical: `${value.vertical_m} m`, minutes: `${value.minutes} min` })
        : t("rule-apart-none");
    case "between":
      return t("rule-between", { least: String(value.least), most: `${value.most} ${rule.unit}` });
    case "ahead":
      return aheadText(value);
    case "clock":
      return t("rule-clock", { clock: `${clockOf(value)}Z` });
    case "number":
      return `${value} ${rule.unit}`;
    case "other":
      return JSON.stringify(value);
    default:
      return String(value || "–");
  }
}

/** @param {{above: number, of: number, count: number}} share @returns {string} */
function shareText(share) {
  if (share.count) return t("rule-share-count", { n: share.count });
  return share.above >= share.of ? t("rule-share-all") : t("rule-share", { share: `${share.above}/${share.of}` });
}

/** @param {any} ahead @returns {string} */
function aheadText(ahead) {
  const asked = CLASSES.filter((name) => ahead[`${name}_h`]);
  return asked.length ? asked.map((name) => `${t(`precedence-${name}`)} ${ahead[`${name}_h`]} h`).join(" · ") : t("rule-ahead-none");
}

/** Rules in which two charters differ. @param {any} old @param {any} next @returns {Rule[]} */
export function differences(old, next) {
  const rules = groupsOf({ ...old, ...next }).flatMap(([, group]) => group);
  return rules.filter(({ key }) => JSON.stringify(old[key]) !== JSON.stringify(next[key]));
}
