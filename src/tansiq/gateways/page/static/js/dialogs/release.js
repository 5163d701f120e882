// Who sees what of one's own flight: a level for each party, from when until when, and what that party then sees.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { flightItem } from "../room/items.js";
import { LEVELS } from "../room/rules.js";
import { flights, me, parties, room } from "../room/store.js";
import { called, Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { nameOf } from "../text/parties.js";
import { Confirm } from "./asking.js";
import { GrantFields } from "./grant.js";
import { open } from "./host.js";

/** @param {import("../room/items.js").Item} item */
export function openRelease(item) {
  open({ title: () => html`${t("who-sees-what")} – <${Num}>${item.name}<//>`, body: () => html`<${Release} id=${item.id} />`, wide: true });
}

/** @param {{id: string}} props */
function Release({ id }) {
  const item = flights.value.get(id);
  const others = [...parties.value.values()].filter((p) => p.state === "member" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  const now_ = useSignal(/** @type {Record<string, any>} */ ({}));
  const held = item?.said.grants ?? [];
  const grants = useSignal(/** @type {Record<string, any>} */ (Object.fromEntries([...held].reverse().map((/** @type {any} */ g) => [g.party, g]))));
  const looked = useSignal(others[0]?.code ?? "");
  const fault = useSignal("");
  useEffect(() => {
    Promise.all(others.map(async (p) => [p.code, await get(`/flights/${id}/explain?party=${p.code}`)])).then(
      (all) => (now_.value = Object.fromEntries(all)),
      (error) => (fault.value = error.message),
    );
  }, [item?.said.ovn]);
  if (!item) return html`<p class="dialog-body">${t("gone")}</p>`;
  const levelOf = (/** @type {string} */ code) => grants.value[code]?.level ?? now_.value[code]?.level ?? "";
  /** @param {string} code @param {object | null} change null: as the presets and the charter say */
  const set = (code, change) => {
    looked.value = code;
    const { [code]: before, ...rest } = grants.value;
    grants.value = change ? { ...rest, [code]: { onward: "party", level: levelOf(code), ...before, party: code, ...change } } : rest;
  };
  // Further grants of a party, for other times, stay as they are.
  const more = held.filter((/** @type {any} */ g, /** @type {number} */ n) => grants.value[g.party] && held.findIndex((/** @type {any} */ o) => o.party === g.party) !== n);
  const code = looked.value;
  return html`<div class="dialog-body two"><div>
      <p class="soft">${t("release-hint")}</p>
      <p class="fault">${fault}</p>
      <table class="matrix"><thead><tr><th scope="col">${t("party")}</th>${LEVELS.map((l) => html`<th scope="col">${t(`level-${l}`)}<small>${t(`level-${l}-short`)}</small></th>`)}</tr></thead>
        <tbody>${others.map((p) => html`<tr key=${p.code}><th scope="row"><button class="plain" aria-pressed=${code === p.code} onClick=${() => (looked.value = p.code)}><${Party} code=${p.code} named /></button></th>
          ${LEVELS.map((l) => html`<td class=${levelOf(p.code) === l ? "on" : ""}><input type="radio" name=${`level-${p.code}`} aria-label=${`${p.code}: ${t(`level-${l}`)}`} checked=${levelOf(p.code) === l} onChange=${() => set(p.code, { level: l })} /></td>`)}
        </tr>`)}</tbody></table>
      ${code && html`<${GrantFields} key=${code} item=${item} code=${code} grant=${grants.value[code]} changed=${(/** @type {object | null} */ change) => set(code, change)} />`}
      <p class="soft small">${t("release-unseen")}</p>
      ${room.value?.charter.second_person && html`<p class="small">${t("release-second")}</p>`}
    </div><${Seen} item=${item} code=${code} level=${levelOf(code)} explained=${now_.value[code]} />
  </div>
  <${Confirm} say="release-log" go=${() => send("PUT", `/flights/${id}/release`, { ovn: flights.peek().get(id)?.said.ovn, grants: [...Object.values(grants.value), ...more] })} />`;
}

/** What a party would see. The snapped view is shown where the room has told it. @param {{item: any, code: string, level: string, explained: any}} props */
function Seen({ item, code, level, explained }) {
  const at = LEVELS.indexOf(level);
  const face = explained?.shown[0] ? flightItem(explained.shown[0]) : null;
  const snapped = face && face.look === "occupied" ? face : null;
  const hidden = html`<span class="struck">${t("withheld")}</span>`;
  const whenMet = at === 0;
  return html`<aside class="card" aria-live="polite"><h2>${t("will-see", { party: nameOf(code) })}</h2>
    <dl class="pairs">
      <dt>${t("area")}</dt><dd>${at >= 2 ? t("exact") : t(whenMet ? "snapped-if-met" : "snapped")}</dd>
      <dt>${t("band")}</dt><dd>${at >= 2 ? html`<${Num}>${item.band}<//>` : snapped ? html`<${Num}>${snapped.band}<//>` : t("widened")}</dd>
      <dt>${t("from-to")}</dt><dd>${at >= 2 ? html`<${Num}>${span(item.start, item.end, tick.value)}<//>` : snapped ? html`<${Num}>${span(snapped.start, snapped.end, tick.value)}<//>` : t("widened")}</dd>
      <dt>${t("owner")}</dt><dd>${at >= 2 ? html`<${Party} code=${item.party} />` : hidden}</dd>
      <dt>${t("callsign")}</dt><dd>${at >= 3 ? called(item) : hidden}</dd>
      <dt>${t("contact")}</dt><dd>${at >= 3 || explained?.has_contact ? html`<span dir="auto">${item.said.contact}</span>` : hidden}</dd>
    </dl>
    ${explained && html`<h3>${t("why-sees", { party: nameOf(code) })}</h3><p class="small">${t("now-level", { level: t(`level-${explained.level}`) })} · ${t(`rule-${explained.rule.replace(" ", "-")}`)}</p><p class="soft small">${t("why-change")}</p>`}
  </aside>`;
}
