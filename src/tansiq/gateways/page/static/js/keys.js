// Shortcuts, by the place of the key: on Arabic, Persian and Russian keyboards its letter is another one.
import { signal } from "../vendor/signals/signals.mjs";
import { openEmergency } from "./dialogs/emergency.js";
import { dialog } from "./dialogs/host.js";
import { openHelp } from "./dialogs/help.js";
import { openSearch } from "./dialogs/search.js";
import { openReserve } from "./dialogs/reserve.js";
import { visit } from "./panels/conflicts.js";
import { acknowledge } from "./panels/notices.js";
import { shift, STEP_MS } from "./panels/timeline.js";
import { chosen, chosenConflict, isTable } from "./room/choice.js";
import { conflicts } from "./room/conflicts.js";
import { isToAnswer, notices } from "./room/notices.js";
import { mayAct, mayDeclare, phase } from "./room/store.js";
import { keep, kept } from "./text/prefs.js";

/** Single keys can be switched off (WCAG 2.1.4). */
export const areOn = signal(kept("keys") !== "off");
export function toggleKeys() {
  areOn.value = !areOn.value;
  keep("keys", areOn.value ? "on" : "off");
}

function nextConflict() {
  const all = conflicts.peek();
  const at = all.findIndex((c) => c.no === chosenConflict.peek());
  if (all.length) visit(all[(at + 1) % all.length]);
}

/** Answer the notice that has the focus, and none else. */
function answerFocused() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-notice]"));
  const n = notices.peek().get(focused?.dataset.notice ?? "");
  if (n && isToAnswer(n) && mayDeclare.peek()) acknowledge(n)?.catch(() => {}); // what it is refused for its buttons say
}

/** @type {Record<string, () => void>} */
const KEYS = {
  KeyA: answerFocused,
  KeyN: () => mayAct.peek() && openReserve(),
  KeyC: nextConflict,
  KeyT: () => (isTable.value = !isTable.peek()),
  KeyL: () => shift(null),
  Home: () => shift(null),
  Slash: openSearch,
  Escape: () => (chosen.value = chosenConflict.value = ""),
};

/** @param {KeyboardEvent} e */
function pressed(e) {
  const target = /** @type {HTMLElement} */ (e.target);
  const isTyping = target.closest("input:not([type=range]), textarea, select, .maplibregl-canvas");
  if (phase.peek() !== "in" || isTyping || e.ctrlKey || e.altKey || e.metaKey) return;
  if (e.code === "KeyE" && e.shiftKey && mayDeclare.peek() && (!dialog.peek() || dialog.peek()?.isModal === false)) {
    e.preventDefault(); // with two keys at once, so that it stays where single keys are switched off
    return openEmergency();
  }
  if (dialog.peek()) return;
  const isSlider = target.matches("input[type=range]");
  if (isSlider && e.shiftKey && (e.code === "ArrowRight" || e.code === "ArrowLeft")) {
    shift((e.code === "ArrowRight" ? 12 : -12) * STEP_MS);
    return e.preventDefault();
  }
  if (!areOn.peek()) return;
  if (e.key === "?" || (e.code === "Slash" && e.shiftKey)) return openHelp();
  const act = e.key === "/" ? openSearch : KEYS[e.code];
  if (!act || (e.shiftKey && e.code !== "Home" && e.key !== "/")) return;
  e.preventDefault();
  act();
}

export const listenToKeys = () => document.addEventListener("keydown", pressed);
