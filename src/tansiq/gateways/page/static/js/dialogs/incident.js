// What happened to a flight or zone: the report of what one's party had been given of it, and the accounts of parties beside each other.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { mayAct } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { called, Num, Party } from "../panels/words.js";
import { language, t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { open } from "./host.js";

/** @param {import("../room/items.js").Item} item */
export const openIncident = (item) => open({ title: () => html`${t("report")} – <bdi>${called(item)}</bdi>`, body: () => html`<${Report} id=${item.id} />` });

/** @param {{id: string}} props */
function Report({ id }) {
  const accounts = useSignal(/** @type {any[] | null} */ (null));
  const text = useSignal("");
  const fault = useSignal("");
  const ask = () => get(`/incident/accounts?about=${encodeURIComponent(id)}`).then((said) => (accounts.value = said.accounts), (error) => (fault.value = error.message));
  useEffect(() => void ask(), [id]);
  async function give() {
    await send("POST", "/incident/accounts", { about: id, text: text.peek(), language: language.peek() });
    text.value = "";
    await ask();
  }
  const address = `/room/v1/incident?${new URLSearchParams({ about: id, language: language.value })}`;
  return html`<div class="dialog-body">
      <p class="soft">${t("report-about")}</p>
      <p><a href=${address} download>${t("incident-link")}</a></p>
      <p class="fault" role="alert">${fault}</p>
      <h2>${t("accounts", { n: accounts.value?.length ?? 0 })}</h2>
      ${(accounts.value ?? []).map((a) => html`<article key=${a.id} class="card"><div class="row"><${Party} code=${a.party} /><span class="soft small"><${Num}>${time(Date.parse(a.made), tick.value)}<//></span><span class="space"></span><span class="soft small">${t("log")} <${Num}>${a.position}<//></span></div>
        <p lang=${a.language || undefined} dir="auto" class="typed">${a.text || t("withheld")}</p></article>`)}
      ${mayAct.value && html`<label>${t("account-give")} <textarea rows="4" maxlength="8000" dir="auto" value=${text} onInput=${(/** @type {any} */ e) => (text.value = e.target.value)}></textarea></label>
      <p class="soft small">${t("account-about")}</p>
      <div class="row"><span class="soft small grow">${t("goes-in-log")}</span>${text.value.trim() && html`<${Do} class="main" go=${give}>${t("account-enter")}<//>`}</div>`}
    </div>`;
}
