// Movements on the ground: those that go on or are to come first.
import { html } from "../html.js";
import { openMovement } from "../dialogs/movement.js";
import { choose, chosen } from "../room/choice.js";
import { tick } from "../room/clock.js";
import { isOver, movements } from "../room/movements.js";
import { mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { Num, Party } from "./words.js";

const MOST = 100;
const LOOKS = { departed: "activated", delayed: "warn", cancelled: "grey", arrived: "grey" };

/** How far it is, in a word. @param {{m: any}} props */
export const Progress = ({ m }) => html`<span class=${`tag ${LOOKS[/** @type {"delayed"} */ (m.state)] ?? ""}`}>${t(`movement-is-${m.state}`)}</span>${m.is_late && html` <span class="tag warn">${t("movement-late")}</span>`}`;

export function Movements() {
  const all = movements.value;
  return html`<section aria-labelledby="movements">
    <div class="row"><h2 id="movements" tabindex="-1">${t("movements", { n: all.filter((m) => !isOver(m)).length })}</h2><span class="space"></span>
      ${mayAct.value && html`<button onClick=${() => openMovement()}>+ ${t("movement-announce")}</button>`}</div>
    ${!all.length && html`<p class="soft">${t("movements-none")}</p>`}
    <ul class="lines">${all.slice(0, MOST).map((m) => html`<li key=${m.id}><button class="line between-lines" aria-pressed=${chosen.value === m.id} onClick=${() => choose(m)}>
      <b>${m.name}</b> <${Party} code=${m.party} /><span class="space"></span><${Progress} m=${m.said} />
      <span class="soft small wide"><${Num}>${span(m.start, m.end, tick.value)}<//>${m.mine ? "" : ` · ${t(`movement-level-${m.said.level}`)}`}</span></button></li>`)}</ul>
  </section>`;
}
