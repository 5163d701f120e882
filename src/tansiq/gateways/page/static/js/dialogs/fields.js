// Fields of a dialog, each with what the room found wrong with it below it.
import { html } from "../html.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { Refused } from "../room/api.js";
import { t } from "../text/fluent.js";

/** Name of the field, as the room names it -> what is wrong. @type {import("../../vendor/signals/signals.mjs").Signal<Map<string, string>>} */
export const faults = signal(new Map());

/** Do what a dialog asks for; what is wrong with one of its fields stands there, and is thrown on. @template T @param {() => Promise<T>} go @returns {Promise<T>} */
export async function located(go) {
  faults.value = new Map();
  try {
    return await go();
  } catch (error) {
    if (error instanceof Refused) {
      const name = /^\$\.(\w+)/.exec(error.body?.where ?? "")?.[1];
      if (name) faults.value = new Map([[name, error.message]]);
    }
    throw error;
  }
}

/** @param {{name: string, say: string, wide?: boolean, children: any}} props children: the control, given by `control(name)` its marks */
export function Field({ name, say, wide, children }) {
  const fault = faults.value.get(name);
  return html`<label class=${wide ? "wide" : ""}><span>${t(say)}</span>${children}${fault && html`<span class="fault small" id=${`fault-${name}`}>${fault}</span>`}</label>`;
}

/** Attributes of the control of a field. @param {string} name */
export const control = (name) => (faults.value.has(name) ? { "aria-invalid": "true", "aria-describedby": `fault-${name}` } : {});
