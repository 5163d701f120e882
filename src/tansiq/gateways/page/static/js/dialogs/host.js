// The one dialog that may be open.
import { html, useEffect, useRef } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { t } from "../text/fluent.js";

/** @typedef {{title: () => any, body: () => any, isModal?: boolean, wide?: boolean, prints?: boolean, whenClosed?: () => void}} Shown */
/** @type {import("../../vendor/signals/signals.mjs").Signal<Shown | null>} */
export const dialog = signal(null);

/** @param {Shown} shown */
export function open(shown) {
  dialog.value?.whenClosed?.();
  dialog.value = shown;
}

export function close() {
  const shown = dialog.peek();
  dialog.value = null;
  shown?.whenClosed?.();
}

export function Host() {
  const shown = dialog.value;
  return shown && html`<${Frame} key=${shown} shown=${shown} />`;
}

/** @param {{shown: Shown}} props */
function Frame({ shown }) {
  const box = useRef(null);
  useEffect(() => {
    const element = /** @type {any} */ (box.current);
    if (shown.isModal === false) element.show();
    else element.showModal();
    element.querySelector("[data-first]")?.focus(); // where one begins to type at once
    return () => element.close();
  }, []);
  // Only modal dialogs are closed by Escape of themselves.
  const escapes = (/** @type {KeyboardEvent} */ e) => e.code === "Escape" && shown.isModal === false && (e.stopPropagation(), close());
  return html`<dialog ref=${box} class=${`${shown.wide ? "wide" : ""} ${shown.prints ? "prints" : ""} ${shown.isModal === false ? "beside" : ""}`} aria-labelledby="dialog-title" onCancel=${(/** @type {Event} */ e) => (e.preventDefault(), close())} onKeyDown=${escapes}>
    <div class="dialog-head row"><h2 id="dialog-title" tabindex="-1" autofocus>${shown.title()}</h2><span class="space"></span><button onClick=${close}>${t("close")}</button></div>
    ${html`<${shown.body} />`}
  </dialog>`;
}
