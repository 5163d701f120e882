// Where one's party has its notices posted: stated by a lead, and how the calls go. The secret is made here and shown once.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { mayLead } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Num, Typed } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { open } from "./host.js";

const SECRET_BYTES = 32;

export const openWebhook = () => open({ title: () => t("webhook"), body: Webhook });

/** In the form of Standard Webhooks. */
const freshSecret = () => `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))))}`;

function Webhook() {
  const held = useSignal(/** @type {any} */ (null));
  const url = useSignal("");
  const secret = useSignal("");
  const fault = useSignal("");
  const ask = () => get("/webhook").then((said) => void (held.value = said), (error) => void (fault.value = error.message));
  useEffect(() => void ask(), []);
  async function state() {
    const made = freshSecret();
    held.value = await send("PUT", "/webhook", { url: url.peek().trim(), secret: made });
    secret.value = made;
    url.value = "";
  }
  async function end() {
    held.value = await send("DELETE", "/webhook");
    secret.value = "";
  }
  const h = held.value;
  return html`<div class="dialog-body">
      <p class="soft">${t("webhook-about")}</p>
      <p class="fault" role="alert">${fault}</p>
      ${h && !h.url && html`<p>${t("webhook-none")}</p>`}
      ${h?.url && html`<dl class="pairs"><dt>${t("webhook-url")}</dt><dd><bdi dir="ltr">${h.url}</bdi></dd>
          <dt>${t("webhook-by")}</dt><dd><${Typed}>${h.name || t("withheld")}<//> <${Num} class="soft">${time(Date.parse(h.set), tick.value)}<//></dd>
          <dt>${t("deliveries-tried")}</dt><dd>${h.tried ? html`<${Num}>${time(Date.parse(h.tried), tick.value)}<//> ${h.error ? html`<span class="tag warn">${t("webhook-failed", { n: h.failures })}</span> <span class="wide">${h.error}</span>` : html`<span class="tag">${t("webhook-well")}</span>`}` : t("webhook-untried")}</dd>
          <dt>${t("webhook-waiting")}</dt><dd><${Num}>${h.waiting}<//></dd></dl>
        <div class="row"><button onClick=${ask}>${t("again")}</button>${mayLead.value && html`<${Do} class="danger" go=${end}>${t("webhook-end")}<//>`}</div>`}
      ${secret.value && html`<div class="banner-like" role="status"><p>${t("webhook-once")}</p>
        <label>${t("webhook-secret")} <input dir="ltr" readonly value=${secret} onFocus=${(/** @type {any} */ e) => e.target.select()} /></label></div>`}
      ${mayLead.value && html`<label>${t(h?.url ? "webhook-other" : "webhook-url")} <input dir="ltr" type="url" maxlength="500" placeholder="https://" value=${url} onInput=${(/** @type {any} */ e) => (url.value = e.target.value)} /></label>`}
    </div>
    <div class="dialog-foot"><div class="row"><span class="soft small grow">${t("webhook-kept")}</span>
      ${mayLead.value && url.value.trim() && html`<${Do} class="main" go=${state}>${t("webhook-state")}<//>`}</div></div>`;
}
