// Coming in: by an invitation, choosing a passphrase; or with name and passphrase.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { begin, phase } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Choices } from "./header.js";

/** The token of an invitation, if the page was opened by one. */
const invitation = () => new URLSearchParams(location.hash.slice(1)).get("invitation") ?? "";

export function SignIn() {
  const token = useSignal(invitation());
  const name = useSignal("");
  const words = useSignal("");
  const seen = useSignal(false);
  const fault = useSignal("");
  const busy = useSignal(false);

  /** @param {Event} event */
  async function enter(event) {
    event.preventDefault();
    busy.value = true;
    fault.value = "";
    try {
      const path = token.value ? `/invitations/${encodeURIComponent(token.value)}` : "/sign-in";
      await send("POST", path, { name: name.value, passphrase: words.value });
      history.replaceState(null, "", location.pathname);
      await begin();
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    } finally {
      busy.value = false;
    }
  }

  if (phase.value === "asking") return html`<main class="door" aria-busy="true"></main>`;
  if (phase.value === "unreached") return html`<main class="door"><p class="banner warn" role="alert">${t("room-unreached")}</p></main>`;
  const isNew = Boolean(token.value);
  return html`<main class="door">
    <form class="card entry" onSubmit=${enter}>
      <h1>${t("room")}</h1>
      <p class="soft">${t(isNew ? "sign-in-invited" : "sign-in-known")}</p>
      <label>${t("sign-in-name")}
        <input name="name" autocomplete="username" required maxlength="60" dir="auto" autofocus value=${name} onInput=${(/** @type {any} */ e) => (name.value = e.target.value)} />
      </label>
      <label>${t("sign-in-passphrase")}
        <span class="joined">
          <input name="passphrase" type=${seen.value ? "text" : "password"} autocomplete=${isNew ? "new-password" : "current-password"} required dir="auto" value=${words} onInput=${(/** @type {any} */ e) => (words.value = e.target.value)} />
          <button type="button" aria-pressed=${seen.value} onClick=${() => (seen.value = !seen.value)}>${t(seen.value ? "sign-in-hide" : "sign-in-show")}</button>
        </span>
      </label>
      ${isNew && html`<p class="soft small">${t("sign-in-advice")}</p>`}
      <p class="fault" role="alert">${fault}</p>
      <button class="main" disabled=${busy.value}>${t(isNew ? "sign-in-join" : "sign-in-go")}</button>
      ${isNew && html`<button type="button" class="plain" onClick=${() => (token.value = "")}>${t("sign-in-have-name")}</button>`}
      <p class="soft small">${t("informs-only")}</p>
    </form>
    <div class="row corner"><${Choices} /></div>
  </main>`;
}
