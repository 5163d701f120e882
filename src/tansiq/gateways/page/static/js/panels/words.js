// Small pieces of text that all panels share.
import { html } from "../html.js";
import { replay } from "../room/clock.js";
import { hueOf, HUES, nameOf } from "../text/parties.js";
import { t } from "../text/fluent.js";

/** Operational text: left to right in every language. @param {{children: any, class?: string}} props */
export const Num = (props) => html`<bdi dir="ltr" class=${`num ${props.class ?? ""}`}>${props.children}</bdi>`;

/** A party's square and code, and its name where asked. @param {{code: string, named?: boolean}} props */
export function Party({ code, named }) {
  if (!code) return html`<span class="party"><i class="hue withheld"></i>${t("owner-withheld")}</span>`;
  const hue = hueOf(code);
  return html`<span class="party">
    <i class=${`hue hue-${hue % HUES} ${hue >= HUES ? "again" : ""}`} aria-hidden="true"></i><b class="num" dir="ltr">${code}</b>${named && html`<span class="name" dir="auto">${nameOf(code)}</span>`}
  </span>`;
}

/** What a person typed: in its own direction. @param {{children: any}} props */
export const Typed = (props) => html`<span dir="auto" class="typed">${props.children}</span>`;

const SHORT = 24; // letters; so much of a value stands in one line: a browser would break a date after its year

/** A phrase, each value in its own direction, as the room isolates it (UAX #9). @param {{text: string}} props */
export const Phrase = ({ text }) => text.split(/\u2068([^\u2068\u2069]*)\u2069/).map((part, n) => (n % 2 ? html`<bdi class=${part.length > SHORT ? "" : "nowrap"}>${part}</bdi>` : part));

/** Over what stays live, and can be acted upon, while the past is looked at. */
export const BesidePast = () => (replay.value === null ? null : html`<p class="small"><span class="tag warn">${t("live-beside-past")}</span></p>`);

/** The state of a flight, in a word. @param {{item: import("../room/items.js").Item}} props */
export function State({ item }) {
  const look = item.said.is_overrunning ? "overrunning" : item.look;
  return html`<span class=${`tag ${item.look}`}>${t(`state-${look}`)}</span>`;
}

/** What a flight is called. @param {{look: string, name: string}} item */
export const called = (item) => (item.look === "occupied" ? t("occupied") : item.name);
