// What was added, changed and went: of a plan from one number to the next, or of all that one sees since one last looked.
import { html, useEffect, useSignal } from "../html.js";
import { get, Refused } from "../room/api.js";
import { choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { flights, zones } from "../room/store.js";
import { Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { band, span, time } from "../text/format.js";
import { keep, kept } from "../text/prefs.js";
import { close } from "./host.js";

const LOOKED = "looked"; // a number of the room's, which tells nothing of what is in it

export function Changes() {
  const told = useSignal(/** @type {any} */ (null));
  const fault = useSignal("");
  /** @param {string} since */
  const ask = (since) => get(`/changes${since ? `?since=${encodeURIComponent(since)}` : ""}`);
  async function look() {
    try {
      told.value = await ask(kept(LOOKED));
    } catch (error) {
      if (!(error instanceof Refused && error.code === "changes_token")) throw error;
      told.value = await ask(""); // kept too long ago, or by somebody of another party
    }
    if (!told.value.since) keep(LOOKED, told.value.token);
  }
  useEffect(() => {
    look().catch((error) => (fault.value = error.message));
  }, []);
  function looked() {
    keep(LOOKED, told.value.token);
    told.value = { ...told.value, since: "", added: [], changed: [], gone: [] };
  }
  if (fault.value) return html`<p class="fault" role="alert">${fault.value}</p>`;
  if (!told.value) return html`<p class="soft" role="status">${t("replay-coming")}</p>`;
  const { since } = told.value;
  return html`<p>${since ? t("changes-since", { at: time(Date.parse(since), tick.value) }) : t("changes-from-now")}</p>
    ${since && html`<${Lists} of=${told.value} /><div class="row"><button class="main" onClick=${looked}>${t("changes-looked")}</button></div>`}`;
}

/** @param {{of: {added: any[], changed: any[], gone: any[]}}} props */
export function Lists({ of }) {
  if (!of.added.length && !of.changed.length && !of.gone.length) return html`<p class="soft">${t("changes-none")}</p>`;
  return html`${of.added.length > 0 && html`<h3>${t("changes-added", { n: of.added.length })}</h3><ul class="lines">${of.added.map((i) => html`<${Line} key=${i.id} item=${i} />`)}</ul>`}
    ${of.changed.length > 0 && html`<h3>${t("changes-changed", { n: of.changed.length })}</h3><ul class="lines">${of.changed.map((c) => html`<${Line} key=${c.new.id} item=${c.new} old=${c.old} what=${c.what} />`)}</ul>`}
    ${of.gone.length > 0 && html`<h3>${t("changes-gone", { n: of.gone.length })}</h3><ul class="lines">${of.gone.map((i) => html`<${Line} key=${i.id} item=${i} />`)}</ul>`}`;
}

/** @param {any} i */
const times = (i) => span(Date.parse(i.start), Date.parse(i.end), tick.value);
/** @param {any} i */
const heights = (i) => band(i.floor, i.ceiling);

/** @param {{item: any, old?: any, what?: string[]}} props */
function Line({ item, old, what = [] }) {
  const here = flights.value.get(item.id) ?? zones.value.get(item.id);
  const name = item.kind !== "flight" ? t(`zone-${item.kind}`) : item.level === "existence" || item.level === "conflict" ? t("occupied") : item.callsign || `${item.owner} …${item.id.slice(-4)}`;
  /** @param {(i: any) => string} say @param {string} of */
  const both = (say, of) => html`${what.includes(of) && html`<s class="soft"><${Num}>${say(old)}<//></s> `}<${Num}>${say(item)}<//>`;
  return html`<li class="line between-lines">${here ? html`<button class="plain" onClick=${() => (choose(here), close())}><b dir="auto">${name}</b></button>` : html`<b dir="auto">${name}</b>`} ${item.owner && html`<${Party} code=${item.owner} />`}
    <span class="small">${both(times, "times")} · ${both(heights, "limits")}</span><span class="space"></span>${what.map((w) => html`<span class="tag">${t(`what-${w}`)}</span>`)}</li>`;
}
