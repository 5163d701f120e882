// To whom a movement is told, and how much: a line for each party. Whoever stands at nothing is told nothing.
import { html } from "../html.js";
import { MOVEMENT_LEVELS } from "../room/movements.js";
import { me, parties, room } from "../room/store.js";
import { Party } from "../panels/words.js";
import { t } from "../text/fluent.js";

const LEVELS = ["none", ...MOVEMENT_LEVELS];

/** As the room is told it. @param {Record<string, string>} grants level of each party */
export const grantsBody = (grants) => Object.entries(grants).filter(([, level]) => level !== "none").map(([party, level]) => ({ party, level }));

/** @param {{grants: Record<string, string>, changed: (next: Record<string, string>) => void, isNarrow?: boolean}} props isNarrow: by codes alone */
export function MovementGrants({ grants, changed, isNarrow }) {
  const others = [...parties.value.values()].filter((p) => p.state === "member" && p.code !== me.value?.party).sort((a, b) => a.hue - b.hue);
  return html`<table class="matrix"><thead><tr><th scope="col">${t("party")}</th>${LEVELS.map((l) => html`<th scope="col">${t(`movement-level-${l}`)}${!isNarrow && html`<small>${t(`movement-level-${l}-short`)}</small>`}</th>`)}</tr></thead>
      <tbody>${others.map((p) => html`<tr key=${p.code}><th scope="row"><${Party} code=${p.code} named=${!isNarrow} /></th>
        ${LEVELS.map((l) => html`<td class=${(grants[p.code] ?? "none") === l ? "on" : ""}><input type="radio" name=${`movement-${p.code}`} aria-label=${`${p.code}: ${t(`movement-level-${l}`)}`} checked=${(grants[p.code] ?? "none") === l} onChange=${() => changed({ ...grants, [p.code]: l })} /></td>`)}</tr>`)}</tbody></table>
    ${room.value?.charter.second_person && html`<p class="small">${t("release-second")}</p>`}`;
}
