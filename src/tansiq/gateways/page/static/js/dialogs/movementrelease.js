// Who is told of a movement of one's own, and how much.
import { html, useSignal } from "../html.js";
import { releaseMovement } from "../room/movements.js";
import { Law } from "../panels/sitewords.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { grantsBody, MovementGrants } from "./movementgrants.js";

/** @param {import("../room/movements.js").Movement} m */
export const openMovementRelease = (m) => open({ title: () => `${t("who-sees-what")} – ${m.name}`, body: () => html`<${Body} m=${m} />`, wide: true });

/** @param {{m: import("../room/movements.js").Movement}} props */
function Body({ m }) {
  const grants = useSignal(/** @type {Record<string, string>} */ (Object.fromEntries(m.said.grants.map((/** @type {any} */ g) => [g.party, g.level]))));
  const notify = useSignal(true);
  return html`<div class="dialog-body"><p class="soft">${t("movement-release-hint")}</p>
      <${MovementGrants} grants=${grants.value} changed=${(/** @type {any} */ next) => (grants.value = next)} />
      <label class="check"><input type="checkbox" checked=${notify.value} onChange=${(/** @type {any} */ e) => (notify.value = e.target.checked)} /> ${t("movement-notify")}</label>
      <p class="soft small">${t("release-unseen")}</p><${Law} /></div>
    <${Confirm} say="release-log" go=${() => releaseMovement(m, { grants: grantsBody(grants.value), notify: notify.value })} />`;
}
