// What the page says, in the reader's language. Sentences are in `ftl/`, one file per language with the same keys.
import { FluentBundle, FluentResource } from "../../vendor/fluent/index.js";
import { negotiateLanguages } from "../../vendor/langneg/index.js";
import { signal } from "../../vendor/signals/signals.mjs";
import { kept, keep } from "./prefs.js";

/** Tag, own name, direction. @type {ReadonlyArray<readonly [string, string, "ltr" | "rtl"]>} */
export const LANGUAGES = [
  ["en", "English", "ltr"],
  ["ar", "العربية", "rtl"],
  ["fa", "فارسی", "rtl"],
  ["fr", "Français", "ltr"],
  ["ru", "Русский", "ltr"],
];

export const language = signal("en");
/** @type {import("../../vendor/signals/signals.mjs").Signal<FluentBundle | null>} */
const bundle = signal(null);

/** Choose a language and say everything in it. @param {string} tag */
export async function speak(tag) {
  const found = LANGUAGES.find((each) => each[0] === tag) ?? LANGUAGES[0];
  const reply = await fetch(new URL(`../../ftl/${found[0]}.ftl`, import.meta.url));
  if (!reply.ok) throw new Error(`The sentences in ${found[0]} cannot be had: ${reply.status}.`);
  const made = new FluentBundle(`${found[0]}-u-ca-gregory-nu-latn`, { useIsolating: true });
  for (const error of made.addResource(new FluentResource(await reply.text()))) throw error;
  document.documentElement.lang = found[0];
  document.documentElement.dir = found[2];
  bundle.value = made;
  language.value = found[0];
  keep("language", found[0]);
}

/** Speak what was chosen on this device, else what the browser asks for. */
export async function speakAtFirst() {
  const tags = LANGUAGES.map((each) => each[0]);
  const asked = kept("language") ? [kept("language")] : [...navigator.languages];
  await speak(negotiateLanguages(asked, tags, { defaultLocale: "en", strategy: "lookup" })[0]);
}

/**
 * Return a sentence. A key that is missing shows itself: a test makes sure that none is.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values) {
  const made = bundle.value;
  const found = made?.getMessage(key);
  if (!made || !found?.value) return key;
  return made.formatPattern(found.value, values);
}
