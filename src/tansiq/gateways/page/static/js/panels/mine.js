// One's own flights, soonest first.
import { html } from "../html.js";
import { chosen, choose } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { conflictsOf } from "../room/conflicts.js";
import { seenFlights } from "../room/past.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { Num, State } from "./words.js";

export function Mine() {
  const mine = [...seenFlights.value.values()].filter((f) => f.mine).sort((a, b) => a.start - b.start);
  return html`<section aria-labelledby="mine">
    <h2 id="mine" tabindex="-1">${t("my-flights", { n: mine.length })}</h2>
    ${!mine.length && html`<p class="soft">${t("my-flights-none")}</p>`}
    <ul class="lines">${mine.map((f) => html`<li key=${f.id}><button class="line" aria-pressed=${chosen.value === f.id} onClick=${() => choose(f)}>
      <b><${Num}>${f.name}<//></b> <span class="soft small grow"><${Num}>${span(f.start, f.end, tick.value)} · ${f.band}<//></span>
      ${conflictsOf(f).map((c) => html`<span class="tag red"><${Num}>${c.no}<//></span>`)}
      <${State} item=${f} />
    </button></li>`)}</ul>
  </section>`;
}
