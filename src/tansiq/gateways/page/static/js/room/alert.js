// Safety notices that nobody has answered: the title of the page says so, and a tone, where this person wants one.
import { effect, signal } from "../../vendor/signals/signals.mjs";
import { t } from "../text/fluent.js";
import { keep, kept } from "../text/prefs.js";
import { unansweredSafety } from "./notices.js";

const FLASH_MS = 1_000;
const TONE_S = 0.35;
const TITLE = document.title;

export const hasSound = signal(kept("sound") !== "off");
export const hasFlash = signal(kept("flash") !== "off");
/** @param {"sound" | "flash"} name @param {boolean} isOn */
export function alertBy(name, isOn) {
  (name === "sound" ? hasSound : hasFlash).value = isOn;
  keep(name, isOn ? "on" : "off");
}

/** @type {AudioContext | null} */
let audio = null;

/** Two tones; none before the page was touched for the first time, as browsers have it. */
export function sound() {
  if (!navigator.userActivation?.hasBeenActive) return;
  audio ??= new AudioContext();
  const gain = audio.createGain();
  gain.gain.value = 0.15;
  gain.connect(audio.destination);
  [880, 660].forEach((hertz, n) => {
    const tone = /** @type {AudioContext} */ (audio).createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(/** @type {AudioContext} */ (audio).currentTime + n * TONE_S);
    tone.stop(/** @type {AudioContext} */ (audio).currentTime + (n + 1) * TONE_S);
  });
}

let before = 0;
let timer = 0;
export function listenToAlerts() {
  effect(() => {
    const n = unansweredSafety.value;
    if (n > before && hasSound.peek()) sound();
    before = n;
    clearInterval(timer);
    document.title = TITLE;
    if (!n) return;
    const say = `(${n}) ${t("alert-safety", { n })} – ${TITLE}`;
    document.title = say;
    if (hasFlash.value) timer = setInterval(() => (document.title = document.title === say ? `‼ ${TITLE}` : say), FLASH_MS);
  });
}
