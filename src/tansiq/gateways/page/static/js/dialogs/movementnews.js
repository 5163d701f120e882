// What a person says of a movement on its way: departed, delayed, arrived, cancelled. Nothing follows from the clock.
import { html, useSignal } from "../html.js";
import { now } from "../room/clock.js";
import { tellMovement } from "../room/movements.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";
import { read, Time, written } from "./times.js";

const HOUR_MS = 3_600_000;

/** @param {import("../room/movements.js").Movement} m @param {string} word */
export const openMovementNews = (m, word) => open({ title: () => `${t(`movement-${word}`)} – ${m.name}`, body: () => html`<${Body} m=${m} word=${word} />` });

/** @param {{m: import("../room/movements.js").Movement, word: string}} props */
function Body({ m, word }) {
  const expected = useSignal(written(Math.ceil((Math.max(m.end, now.peek()) + HOUR_MS) / 60_000) * 60_000));
  const notify = useSignal(true);
  const isDelay = word === "delay";
  return html`<div class="dialog-body"><p>${t(`movement-about-${word}`)}</p>
      ${isDelay && html`<div class="fields"><${Time} say="movement-expected" value=${expected.value} changed=${(/** @type {string} */ v) => (expected.value = v)} /></div><p class="soft small">${t("times-utc")}</p>`}
      <label class="check"><input type="checkbox" checked=${notify.value} onChange=${(/** @type {any} */ e) => (notify.value = e.target.checked)} /> ${t("movement-notify")}</label></div>
    <${Confirm} say=${`movement-${word}`} danger=${word === "cancel"} disabled=${isDelay && !read(expected.value)} go=${() => tellMovement(m, word, { notify: notify.value, ...(isDelay ? { expected: read(expected.value) } : {}) })} />`;
}
