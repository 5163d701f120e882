// A field link: a unit without an account opens one notice on its telephone, with a code that is said by voice.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { mayDeclare } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Num } from "../panels/words.js";
import { LANGUAGES, language, t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { open } from "./host.js";

/** @param {any} n a notice that one's own party got */
export const openLink = (n) => open({ title: () => t("link"), body: () => html`<${Body} n=${n} />` });

/** @param {{n: any}} props */
function Body({ n }) {
  const at = `/notices/${encodeURIComponent(n.id)}/links`;
  const unit = useSignal("");
  const contact = useSignal("");
  const tongue = useSignal(language.peek());
  const made = useSignal(/** @type {any} */ (null));
  const issued = useSignal(/** @type {any[]} */ ([]));
  const fault = useSignal("");
  const ask = () => get(at).then((said) => void (issued.value = said.links), (error) => void (fault.value = error.message));
  useEffect(() => void ask(), [n.id]);
  async function issue() {
    made.value = await send("POST", at, { unit: unit.peek(), language: tongue.peek(), contact: contact.peek() });
    await ask();
  }
  async function revoke(/** @type {string} */ id) {
    await send("DELETE", `${at}/${encodeURIComponent(id)}`);
    if (made.peek()?.id === id) made.value = null;
    await ask();
  }
  const typed = (/** @type {import("@preact/signals").Signal<string>} */ to) => (/** @type {any} */ e) => (to.value = e.target.value);
  return html`<div class="dialog-body">
      <p class="soft">${t("link-about")}</p>
      ${made.value ? html`<${Made} link=${made.value} />` : html`<div class="fields">
        <label>${t("link-unit")} <input dir="auto" maxlength="120" required onInput=${typed(unit)} /></label>
        <label>${t("language")} <select value=${tongue} onChange=${typed(tongue)}>${LANGUAGES.map(([tag, name]) => html`<option value=${tag} lang=${tag}>${name}</option>`)}</select></label>
        <label class="wide">${t("link-contact")} <input dir="auto" maxlength="120" onInput=${typed(contact)} /></label></div>`}
      ${fault.value && html`<p class="fault" role="alert">${fault}</p>`}
      ${issued.value.length > 0 && html`<h3>${t("links")}</h3><ul class="lines">${issued.value.map((l) => html`<li class="line party-line" key=${l.id}>
        <bdi>${l.unit || t("withheld")}</bdi> <span class=${`tag ${l.state === "locked" ? "contingent" : ""}`}>${t(`link-is-${l.state}`)}</span>
        <span class="soft small">${l.opened ? html`${t("link-opened")} <${Num}>${time(Date.parse(l.opened), tick.value)}<//>` : t("link-not-opened")}</span><span class="space"></span>
        ${l.state === "open" && mayDeclare.value && html`<${Do} class="plain" go=${() => revoke(l.id)}>${t("link-revoke")}<//>`}</li>`)}</ul>`}
    </div>
    <div class="dialog-foot"><div class="row"><span class="soft small grow">${t("goes-in-log")}</span>
      ${!made.value && mayDeclare.value && unit.value.trim() && html`<${Do} class="main" go=${issue}>${t("link-make")}<//>`}</div></div>`;
}

/** Shown once: neither the address nor the code can be asked for again. @param {{link: any}} props */
function Made({ link }) {
  return html`<div class="row link-made">
    <img class="qr" alt=${t("link-qr")} src=${`data:image/svg+xml,${encodeURIComponent(link.qr_svg)}`} />
    <div class="grow"><p>${t("link-code")} <b class="spoken"><${Num}>${[...link.code].join(" ")}<//></b></p>
      <p class="soft small">${t("link-once")}</p>
      <label>${t("link-address")} <input dir="ltr" readonly value=${link.url} onFocus=${(/** @type {any} */ e) => e.target.select()} /></label>
      <p class="soft small">${t("link-until", { until: time(Date.parse(link.until), tick.value) })}</p></div></div>`;
}
