// The watch handed over: a sheet of all that is open, each item ticked by who takes over. What came up since is named, and the watch stays.
import { html, useEffect, useSignal } from "../html.js";
import { get, Refused, send } from "../room/api.js";
import { choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { notices } from "../room/notices.js";
import { handoverChanged, own } from "../room/watch.js";
import { flights, mayDeclare, me, zones } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { called, Num, Party, Typed } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { time } from "../text/format.js";
import { close, open } from "./host.js";

export const openHandover = () => open({ title: () => t("handover"), body: Handover, wide: true });
export const openSheets = () => open({ title: () => t("sheets"), body: Sheets, wide: true });
export const openDrills = () => open({ title: () => t("drills"), body: Drills });

function Handover() {
  const sheet = useSignal(/** @type {any} */ (null));
  const people = useSignal(/** @type {any[]} */ ([]));
  const to = useSignal("");
  const missing = useSignal(/** @type {Set<string>} */ (new Set()));
  const fault = useSignal("");
  const ask = () => get("/watch/handover").then((said) => (sheet.value = said), (error) => (fault.value = error.message));
  useEffect(() => void ask(), [handoverChanged.value]);
  useEffect(() => {
    get("/people").then((said) => (people.value = said.people), () => {}); // without names anybody may still come
  }, []);
  const s = sheet.value;
  if (!s) return html`<div class="dialog-body"><p class=${fault.value ? "fault" : "soft"} role="status">${fault.value || t("handover-drawing")}</p></div>`;
  const waits = s.handover;
  const others = people.value.filter((p) => !p.is_machine && p.role !== "observer" && p.id !== me.value?.id);
  const begin = async () => (sheet.value = await send("POST", "/watch/handover", { to: to.peek() }));
  /** @param {string[]} keys */
  const ticked = async (keys) => (sheet.value = await send("POST", "/watch/handover/tick", { keys }));
  async function accept() {
    try {
      await send("POST", "/watch/handover/accept");
      close();
    } catch (error) {
      if (error instanceof Refused && error.body?.missing) missing.value = new Set(error.body.missing.map((/** @type {any} */ i) => i.key));
      await ask();
      throw error;
    }
  }
  const isMine = own.value?.holder?.is_me;
  return html`<div class="dialog-body">
      <p class="soft">${t("handover-about")}</p>
      <p class="fault" role="alert">${fault}</p>
      ${waits && html`<p>${waits.to_name ? t("handover-to", { by: waits.by_name, to: waits.to_name }) : t("handover-open", { by: waits.by_name })}</p>`}
      ${!s.items.length && html`<p><b>✓ ${t("handover-empty")}</b></p>`}
      <${Items} items=${s.items} missing=${missing.value} tickable=${Boolean(waits?.may_tick && mayDeclare.value)} ticked=${ticked} />
    </div>
    <div class="dialog-foot"><div class="row"><span class="soft small grow" role="status">${waits ? t("handover-missing", { n: s.missing }) : ""}</span>
      ${!waits && mayDeclare.value && isMine && html`<label class="row tight">${t("handover-who")} <select onChange=${(/** @type {any} */ e) => (to.value = e.target.value)}><option value="">${t("handover-anybody")}</option>${others.map((p) => html`<option value=${p.id}>${p.name}</option>`)}</select></label>`}
      ${!waits && mayDeclare.value && own.value?.holder && html`<${Do} class="main" go=${begin}>${t(isMine ? "handover-begin" : "handover-ask")}<//>`}
      ${waits && mayDeclare.value && html`<${Do} go=${async () => (sheet.value = await send("POST", "/watch/handover/withdraw"))}>${t("handover-withdraw")}<//>`}
      ${waits?.may_tick && mayDeclare.value && html`<${Do} class="main" go=${accept}>${t("handover-accept")}<//>`}</div></div>`;
}

/** @param {{items: any[], missing?: Set<string>, tickable?: boolean, ticked?: (keys: string[]) => Promise<any>}} props */
function Items({ items, missing = new Set(), tickable, ticked = async () => {} }) {
  const busy = useSignal("");
  async function take(/** @type {any} */ i) {
    busy.value = i.key;
    try {
      await ticked([i.key]);
    } finally {
      busy.value = "";
    }
  }
  return html`<ul class="lines sheet">${items.map((i) => html`<li key=${i.key} class=${`line party-line ${missing.has(i.key) ? "missed" : ""}`}>
    <label class="check row"><input type="checkbox" checked=${i.is_ticked} disabled=${!tickable || i.is_ticked || busy.value === i.key} onChange=${() => take(i)} /> <b>${t(`sheet-${i.kind}`)}</b></label> <${What} i=${i} /><span class="space"></span>
    ${i.at && html`<${Num}>${time(Date.parse(i.at), tick.value)}<//>`}
    ${i.words && html`<span class="wide"><${Typed}>${i.words}<//></span>`}</li>`)}</ul>`;
}

/** What of an item can be named: what is still to be seen, by its name, and the rest as the room said it. @param {{i: any}} props */
function What({ i }) {
  if (i.kind === "nobody") return html`<${Party} code=${i.id} named />`;
  if (i.kind === "proposal") return html`${t(`matter-${i.detail}`)}`;
  const item = flights.value.get(i.id) ?? zones.value.get(i.id);
  const other = i.kind === "conflict" ? flights.value.get(i.detail) : null;
  const notice = i.kind === "notice" ? notices.value.get(i.id) : null;
  const [word, party] = i.detail.split(" ");
  const said = { received: "sheet-received", sent: "sheet-sent", asked: "sheet-asked", awaiting: "sheet-awaiting", begins: "sheet-begins", ends: "sheet-ends", to: "sheet-to-answer", not: "alarm-not_reached", Nonconforming: "state-nonconforming", Contingent: "state-contingent", overrunning: "state-overrunning" }[/** @type {"sent"} */ (word)];
  return html`${item ? html`<button class="plain" onClick=${() => (choose(item), close())}><bdi>${called(item)}</bdi></button>` : html`<${Num}>${["pressure", "fault"].includes(i.kind) ? i.id : ""}<//>`}
    ${i.kind === "conflict" ? html`× <bdi>${other ? called(other) : t("occupied")}</bdi>` : said ? html` ${t(said)}` : html` <bdi>${i.kind === "pressure" ? `QNH ${i.detail}` : i.detail}</bdi>`}
    ${i.kind === "release" && party && html` <${Party} code=${party} />`}
    ${notice?.kind === "drill" && html` <span class="tag drill">${t("notice-drill")}</span>`}
    ${notice && html` <${Typed}>${(notice.text || notice.phrase?.code || "").slice(0, 80)}<//>`}`;
}

function Sheets() {
  const all = useSignal(/** @type {any[] | null} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    get("/watch/sheets").then((said) => (all.value = said.sheets), (error) => (fault.value = error.message));
  }, [handoverChanged.value]);
  return html`<div class="dialog-body"><p class="fault" role="alert">${fault}</p>
    ${all.value && !all.value.length && html`<p class="soft">${t("sheets-none")}</p>`}
    ${(all.value ?? []).map((s) => html`<details key=${s.id}><summary><${Num}>${time(Date.parse(s.accepted), tick.value)}<//> <bdi>${s.by_name}</bdi> → <bdi>${s.to_name}</bdi></summary><${Items} items=${s.items} /></details>`)}</div>`;
}

function Drills() {
  const said = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  useEffect(() => {
    get("/watch/drills").then((found) => (said.value = found), (error) => (fault.value = error.message));
  }, []);
  const d = said.value;
  return html`<div class="dialog-body"><p class="fault" role="alert">${fault}</p>
    ${d && html`<p>${t(d.is_on ? "drills-on" : "drills-off")}</p>`}
    ${d?.drills.length > 0 && html`<table><thead><tr><th scope="col">${t("call-time")}</th><th scope="col">${t("pass-by")}</th><th scope="col">${t("import-outcome")}</th></tr></thead>
      <tbody>${d.drills.map((/** @type {any} */ x) => html`<tr key=${x.id}><th scope="row"><${Num}>${time(Date.parse(x.at), tick.value)}<//></th><td>${t(`means-${x.channel}`)}</td>
        <td>${t(`drill-${x.outcome.replace(" ", "-")}`)} ${x.answered_s !== null && html`<${Num}>${x.answered_s} s<//>`}</td></tr>`)}</tbody></table>`}</div>`;
}
