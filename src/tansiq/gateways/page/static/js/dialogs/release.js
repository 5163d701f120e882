// Who sees what of one's own flight: a level for each party, from when until when, and what that party then sees.
import { html, useEffect, useSignal } from "../html.js";
import { get, send } from "../room/api.js";
import { tick } from "../room/clock.js";
import { flightItem } from "../room/items.js";
import { flights, me, parties, room } from "../room/store.js";
import { called, Num, Party } from "../panels/words.js";
import { t } from "../text/fluent.js";
import { span } from "../text/format.js";
import { nameOf } from "../text/parties.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

const LEVELS = ["conflict", "existence", "reservation", "identity"];

/** @param {import("../room/items.js").Item} item */
export function openRelease(item) {
  open({ title: () => html`${t("who-sees-what")} – <${Num}>${item.name}<//>`, body: () => html`<${Release} id=${item.id} />`, wide: true });
}

/** @param {{id: string}} props */
function Release({ id }) {
  const item = flights.value.get(id);
  const others = [...parties.value.values()].filter((p) => p.state === "member" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  const now_ = useSignal(/** @type {Record<string, any>} */ ({}));
  const grants = useSignal(/** @type {Record<string, any>} */ (Object.fromEntries((item?.said.grants ?? []).map((/** @type {any} */ g) => [g.party, g]))));
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
  /** @param {string} code @param {object} change */
  const set = (code, change) => {
    looked.value = code;
    grants.value = { ...grants.value, [code]: { onward: "party", level: levelOf(code), ...grants.value[code], party: code, ...change } };
  };
  return html`<div class="dialog-body two"><div>
      <p class="soft">${t("release-hint")}</p>
      <p class="fault">${fault}</p>
      <table class="matrix"><thead><tr><th scope="col">${t("party")}</th>${LEVELS.map((l) => html`<th scope="col">${t(`level-${l}`)}<small>${t(`level-${l}-short`)}</small></th>`)}<th scope="col">${t("until")}</th></tr></thead>
        <tbody>${others.map((p) => html`<tr key=${p.code}><th scope="row"><button class="plain" aria-pressed=${looked.value === p.code} onClick=${() => (looked.value = p.code)}><${Party} code=${p.code} named /></button></th>
          ${LEVELS.map((l) => html`<td class=${levelOf(p.code) === l ? "on" : ""}><input type="radio" name=${`level-${p.code}`} aria-label=${`${p.code}: ${t(`level-${l}`)}`} checked=${levelOf(p.code) === l} onChange=${() => set(p.code, { level: l })} /></td>`)}
          <td>${grants.value[p.code] && html`<select aria-label=${t("until")} onChange=${(/** @type {any} */ e) => set(p.code, until(item, e.target.value))}>
            <option value="">${t("until-open")}</option><option value="end" selected=${Boolean(grants.value[p.code].until_start_s ?? grants.value[p.code].until)}>${t("until-end")}</option></select>`}</td>
        </tr>`)}</tbody></table>
      <p class="soft small">${t("release-unseen")}</p>
      ${room.value?.charter.second_person && html`<p class="small">${t("release-second")}</p>`}
    </div><${Seen} item=${item} code=${looked.value} level=${levelOf(looked.value)} explained=${now_.value[looked.value]} />
  </div>
  <${Confirm} say="release-log" go=${() => send("PUT", `/flights/${id}/release`, { ovn: flights.peek().get(id)?.said.ovn, grants: Object.values(grants.value) })} />`;
}

/** @param {import("../room/items.js").Item} item @param {string} what */
function until(item, what) {
  const none = { until: null, until_start_s: null, after: null };
  return what === "end" ? { ...none, until_start_s: Math.round((item.end - item.start) / 1000) } : none;
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
    ${explained && html`<p class="soft small">${t("now-level", { level: t(`level-${explained.level}`) })} · ${t(`rule-${explained.rule.replace(" ", "-")}`)}</p>`}
  </aside>`;
}
