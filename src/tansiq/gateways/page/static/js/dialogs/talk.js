// Talking about another's flight or zone: how its watch is called, the notices about it, and a new one to its owner.
import { html } from "../html.js";
import { threadOf } from "../room/notices.js";
import { me, parties } from "../room/store.js";
import { Notice } from "../panels/notices.js";
import { called, Num, Party, Typed } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { faults } from "./fields.js";
import { open } from "./host.js";
import { Write } from "./notice.js";
import { wipe } from "./outline.js";

const SHOWN = 10;

/** @param {import("../room/items.js").Item} item @param {string} [ours] one's own flight that meets it */
export function openTalk(item, ours = "") {
  faults.value = new Map();
  const to = item.kind === "zone" ? { about: { kind: "zone", id: item.id }, party: item.party } : { owner_of: item.id, ours };
  const hint = item.kind === "zone" ? "" : item.party ? "talk-to-owner" : "talk-sealed";
  open({
    title: () => html`${t("talk")} – <bdi>${called(item)}</bdi>`,
    body: () => html`<div class="dialog-body"><${Watch} party=${item.party} /><${Thread} id=${item.id} />${hint && html`<p class="soft small">${t(hint)}</p>`}</div><${Write} to=${to} />`,
    isModal: false,
    whenClosed: wipe,
  });
}

/** How the other watch is called. @param {{party: string}} props */
function Watch({ party }) {
  const p = parties.value.get(party);
  if (!p || party === me.value?.party) return null;
  return html`<p class="row"><${Party} code=${party} named /> ${p.voice.map((/** @type {string} */ v) => html`<a href=${`tel:${v.replace(/\s/g, "")}`}><${Num}>${v}<//></a>`)} ${p.contact && html`<span class="soft"><${Typed}>${p.contact}<//></span>`}</p>`;
}

/** @param {{id: string}} props */
function Thread({ id }) {
  const all = threadOf(id);
  return all.length ? html`${all.slice(0, SHOWN).map((n) => html`<${Notice} key=${n.id} n=${n} />`)}` : html`<p class="soft">${t("talk-none")}</p>`;
}
