// What one's reports release where they say nothing themselves: by kind and party, the closest line counts.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { KINDS, SITE_LEVELS } from "../room/sites.js";
import { mayAct, me, parties } from "../room/store.js";
import { Law } from "../panels/sitewords.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

export const openSitePresets = () => open({ title: () => t("site-presets"), body: Body, wide: true });

function Body() {
  const held = useSignal(/** @type {any[] | null} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    get("/sites/presets").then((said) => (held.value = said.presets), (error) => (fault.value = error.message));
  }, []);
  const others = [...parties.value.values()].filter((p) => p.state !== "left" && p.code !== me.value?.party);
  /** @param {number} n @param {object} change */
  const set = (n, change) => (held.value = (held.value ?? []).map((p, k) => (k === n ? { ...p, ...change } : p)));
  const all = held.value ?? [];
  const isTwice = new Set(all.map((p) => `${p.party} ${p.kind}`)).size < all.length;
  return html`<div class="dialog-body"><p class="soft">${t("site-presets-hint")}</p>${fault.value && html`<p class="fault" role="alert">${fault.value}</p>`}
      ${held.value && !all.length && html`<p class="soft">${t("site-presets-none")}</p>`}
      ${all.map((p, n) => html`<fieldset class="row" key=${n}><legend>${t("option", { n: n + 1 })}</legend>
        <label>${t("party")} <select onChange=${(/** @type {any} */ e) => set(n, { party: e.target.value || null })}><option value="" selected=${!p.party}>${t("preset-all")}</option>${others.map((o) => html`<option value=${o.code} selected=${o.code === p.party}>${o.code}</option>`)}</select></label>
        <label>${t("site-kind")} <select onChange=${(/** @type {any} */ e) => set(n, { kind: e.target.value || null })}><option value="" selected=${!p.kind}>${t("site-all-kinds")}</option>${KINDS.map((k) => html`<option value=${k} selected=${k === p.kind}>${t(`site-${k}`)}</option>`)}</select></label>
        <label>${t("level")} <select onChange=${(/** @type {any} */ e) => set(n, { level: e.target.value })}>${SITE_LEVELS.map((l) => html`<option value=${l} selected=${l === p.level}>${t(`site-level-${l}`)}</option>`)}</select></label>
        <button type="button" class="plain" onClick=${() => (held.value = all.filter((_, k) => k !== n))}>${t("remove")}</button></fieldset>`)}
      ${held.value && mayAct.value && html`<div class="row"><button type="button" onClick=${() => (held.value = [...all, { party: null, kind: null, level: "area" }])}>+ ${t("site-preset-add")}</button></div>`}
      <p class="soft small">${t("release-unseen")}</p><${Law} /></div>
    ${mayAct.value && html`<${Confirm} say="release-log" disabled=${!held.value || isTwice} go=${() => send("PUT", "/sites/presets", { presets: all })} />`}`;
}
