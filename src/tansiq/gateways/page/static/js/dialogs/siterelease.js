// Who sees what of one's own report: a level for each party, until when, and what that party then sees.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { releaseReport, SITE_LEVELS } from "../room/sites.js";
import { me, parties, room } from "../room/store.js";
import { Law, Named } from "../panels/sitewords.js";
import { Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { nameOf } from "../text/parties.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { read, sample, written } from "./times.js";

/** @param {any} report */
export const openSiteRelease = (report) => open({ title: () => html`${t("who-sees-what")} – <${Named} site=${report} />`, body: () => html`<${Body} report=${report} />`, wide: true });

/** @param {{report: any}} props */
function Body({ report }) {
  const others = [...parties.value.values()].filter((p) => p.state === "member" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  const explained = useSignal(/** @type {Record<string, any>} */ ({}));
  const grants = useSignal(/** @type {Record<string, any>} */ (Object.fromEntries((report.grants ?? []).map((/** @type {any} */ g) => [g.party, { ...g, until: g.until ? written(Date.parse(g.until)) : "" }]))));
  const looked = useSignal(others[0]?.code ?? "");
  const fault = useSignal("");
  useEffect(() => {
    Promise.all(others.map(async (p) => [p.code, await get(`/reports/${report.id}/explain?party=${p.code}`)])).then((all) => (explained.value = Object.fromEntries(all)), (error) => (fault.value = error.message));
  }, []);
  const levelOf = (/** @type {string} */ code) => grants.value[code]?.level ?? explained.value[code]?.level ?? "";
  /** @param {string} code @param {object | null} change */
  const set = (code, change) => {
    looked.value = code;
    const { [code]: before, ...rest } = grants.value;
    grants.value = change ? { ...rest, [code]: { onward: "party", until: "", level: levelOf(code), ...before, party: code, ...change } } : rest;
  };
  const code = looked.value;
  const [g, e] = [grants.value[code], explained.value[code]];
  const all = () => Object.values(grants.value).map((one) => ({ ...one, until: one.until ? read(one.until) : null }));
  return html`<div class="dialog-body"><p class="soft">${t("release-hint")}</p><p class="fault">${fault}</p>
      <table class="matrix"><thead><tr><th scope="col">${t("party")}</th>${SITE_LEVELS.map((l) => html`<th scope="col">${t(`site-level-${l}`)}<small>${t(`site-level-${l}-short`)}</small></th>`)}</tr></thead>
        <tbody>${others.map((p) => html`<tr key=${p.code}><th scope="row"><button class="plain" aria-pressed=${code === p.code} onClick=${() => (looked.value = p.code)}><${Party} code=${p.code} named /></button></th>
          ${SITE_LEVELS.map((l) => html`<td class=${levelOf(p.code) === l ? "on" : ""}><input type="radio" name=${`level-${p.code}`} aria-label=${`${p.code}: ${t(`site-level-${l}`)}`} checked=${levelOf(p.code) === l} onChange=${() => set(p.code, { level: l })} /></td>`)}</tr>`)}</tbody></table>
      ${g ? html`<fieldset><legend>${t("grant-of", { party: code })}</legend><div class="fields">
        <label>${t("site-until")} <input dir="ltr" class="num" placeholder=${sample()} aria-invalid=${g.until && !read(g.until) ? "true" : "false"} value=${g.until} onInput=${(/** @type {any} */ ev) => set(code, { until: ev.target.value })} /></label>
        <label>${t("onward")} <select onChange=${(/** @type {any} */ ev) => set(code, { onward: ev.target.value })}>${["party", "units", "anyone"].map((one) => html`<option value=${one} selected=${one === g.onward}>${t(`onward-${one}`)}</option>`)}</select></label></div>
        <button type="button" class="plain" onClick=${() => set(code, null)}>${t("grant-remove")}</button></fieldset>` : code && html`<p class="row soft small">${t("grant-none-report", { party: code })} <button type="button" onClick=${() => set(code, {})}>${t("grant-set-report")}</button></p>`}
      ${e && html`<h3>${t("why-sees", { party: nameOf(code) })}</h3><p class="small">${t("now-level", { level: t(`site-level-${e.level}`) })} · ${t(`site-rule-${e.rule}`)}</p>`}
      <p class="soft small">${t("release-unseen")}</p>${room.value?.charter.second_person && html`<p class="small">${t("release-second")}</p>`}<${Law} />
    </div><${Confirm} say="release-log" disabled=${Object.values(grants.value).some((one) => one.until && !read(one.until))} go=${() => releaseReport(report, all())} />`;
}
