// A ready answer to a conflict: change one's own flight now, or propose the same to the other party first.
import { html } from "../html.js";
import { change, propose } from "../room/act.js";
import { tick } from "../room/clock.js";
import { answers } from "../room/conflicts.js";
import { namedIn } from "../room/act.js";
import { Num, Party } from "../panels/words.js";
import { offerText } from "../panels/offers.js";
import { t } from "../text/fluent.js";
import { band, span } from "../text/format.js";
import { Confirm } from "./asking.js";
import { close, open } from "./host.js";
import { Do } from "../panels/agreements.js";

const ANSWER_MS = 20 * 60_000;

/** @param {import("../room/conflict.js").Conflict} c @param {any} offer */
export function openMove(c, offer) {
  open({ title: () => html`<${Num}>${c.a.name}<//> – ${offerText(c.a, offer)}`, body: () => html`<${Move} c=${c} offer=${offer} />` });
}

/** @param {{c: import("../room/conflict.js").Conflict, offer: any}} props */
function Move({ c, offer }) {
  const [v] = offer.volumes;
  const mayPropose = c.b.kind === "flight" && offer.kind !== "aside";
  const known = answers.value.get(c.a.id);
  const others = known ? namedIn(known.answer) : [];
  const options = [[{ whose: "mine", delay_s: Math.round(offer.delay_s), up_m: offer.up_m }]];
  return html`<div class="dialog-body">
      <dl class="pairs">
        <dt>${t("now-booked")}</dt><dd><${Num}>${span(c.a.start, c.a.end, tick.value)} · ${c.a.band}<//></dd>
        <dt>${t("then-booked")}</dt><dd><b><${Num}>${span(Date.parse(v.start), Date.parse(offer.volumes[offer.volumes.length - 1].end), tick.value)} · ${band(v.floor, v.ceiling)}<//></b></dd>
      </dl>
      <p class="soft">${t("move-checked")}</p>
      ${mayPropose && html`<p>${t("move-or-propose")} <${Party} code=${c.b.party} /></p>`}
    </div>
    <${Confirm} say="change-now" accepts=${others} go=${(/** @type {any[]} */ accepts) => change(c.a, { volumes: offer.volumes }, accepts)}>
      ${mayPropose && html`<${Do} go=${async () => {
        await propose({ mine: c.a.id, theirs: c.b.id, options, deadline: new Date(tick.peek() + ANSWER_MS).toISOString() });
        close();
      }}>${t("propose-instead")}<//>`}
    <//>`;
}
