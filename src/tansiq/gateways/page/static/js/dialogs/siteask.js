// Asking whether a place is near one's own volume: yes or no, and a distance band. Who was asked about hears that somebody asked.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { mine } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Law } from "../panels/sitewords.js";
import { Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { distance, time } from "../text/format.js";
import { open } from "./host.js";
import { draft, outlineOf, Outline, wipe } from "./outline.js";

export const openAskSites = () => open({ title: () => t("site-ask"), body: Body, isModal: false, whenClosed: wipe });

function Body() {
  const within = useSignal(5000);
  const flight = useSignal("");
  const answer = useSignal(/** @type {any} */ (null));
  const asked = useSignal(/** @type {any} */ (null));
  const list = () => get("/sites/questions").then((said) => (asked.value = said), () => {}); // the answer stands without them
  useEffect(() => void list(), []);
  const outline = outlineOf(draft.value);
  async function go() {
    const where = flight.value ? { flight: flight.value } : { places: [outline] };
    answer.value = await send("POST", "/sites/ask", { within_m: within.value, ...where });
    await list();
  }
  return html`<div class="dialog-body"><p class="soft">${t("site-ask-hint")}</p>
      <label>${t("site-ask-of")} <select onChange=${(/** @type {any} */ e) => ((flight.value = e.target.value), (answer.value = null))}><option value="">${t("site-ask-drawn")}</option>${mine.value.map((f) => html`<option value=${f.id} selected=${f.id === flight.value}>${f.name}</option>`)}</select></label>
      ${!flight.value && html`<${Outline} kinds=${["polygon", "circle"]} changed=${() => (answer.value = null)} />`}
      <label>${t("site-within")} (m) <input type="number" min="0" step="500" value=${within} onInput=${(/** @type {any} */ e) => ((within.value = Number(e.target.value)), (answer.value = null))} /></label>
      <div class="row"><${Do} class="main" go=${async () => {
        if (flight.value || outline) await go();
      }}>${t("site-ask-go")}<//></div>
      <p role="status"><b>${answer.value && (answer.value.is_near ? t("site-near", { far: distance(answer.value.at_most_m ?? answer.value.within_m) }) : t("site-not-near", { far: distance(answer.value.within_m) }))}</b></p>
      ${asked.value && html`<${Asked} say="site-asked" all=${asked.value.asked} /><${Asked} say="site-asked-mine" all=${asked.value.near_mine} />`}
      <${Law} /></div>`;
}

/** @param {{say: string, all: any[]}} props */
const Asked = ({ say, all }) => (all.length ? html`<details><summary>${t(say, { n: all.length })}</summary><ul class="lines">${all.slice(0, 50).map((q) => html`<li key=${q.id} class="line"><${Party} code=${q.by} /> <${Num}>${time(Date.parse(q.at), tick.value)} · ${distance(q.within_m)}<//></li>`)}</ul></details>` : null);
