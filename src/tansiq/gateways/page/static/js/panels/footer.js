// The log: how many entries, its signed head, and the way to take proof along.
import { html, useEffect, useSignal } from "../html.js";
import { get } from "../room/api.js";
import { openDeliveries } from "../dialogs/deliveries.js";
import { isLive, mayAct } from "../room/store.js";
import { t } from "../text/fluent.js";
import { Num } from "./words.js";

const EACH_MS = 10_000;

export function Footer() {
  const head = useSignal(/** @type {{size: number, root: string} | null} */ (null));
  const signed = useSignal(/** @type {{cosigned_by: number, members: number} | null} */ (null));
  useEffect(() => {
    async function look() {
      if (document.hidden || !isLive.peek()) return;
      try {
        const reply = await fetch("/log/checkpoint");
        const [, size, root] = (await reply.text()).split("\n");
        if (reply.ok) head.value = { size: Number(size), root };
        signed.value = await get("/cosignatures");
      } catch {
        // the age of the picture tells that the room is not reached
      }
    }
    const first = setTimeout(look, 1_000);
    const timer = setInterval(look, EACH_MS);
    return () => (clearTimeout(first), clearInterval(timer));
  }, []);
  return html`<footer class="foot">
    <b>${t("log")}</b>
    ${head.value && html`<span><${Num}>${head.value.size}<//> ${t("log-entries", { n: head.value.size })}</span>
      <span class="wide-only">${t("log-head")} <code dir="ltr" title=${head.value.root}>${short(head.value.root)}</code></span>`}
    ${signed.value && html`<span class="wide-only">${t("log-cosigned", { n: signed.value.cosigned_by, all: signed.value.members })}</span>`}
    <span class="space"></span>
    <span class="soft wide-only">${t("informs-only")}</span>
    ${mayAct.value && html`<button class="plain wide-only" onClick=${openDeliveries}>${t("deliveries")}</button>`}
    ${isLive.value && html`<a href="/log/checkpoint" download="checkpoint.txt">${t("log-proof")}</a> <a class="wide-only" href="/log/vkey" download="vkey.txt">${t("log-key")}</a>
      <a class="wide-only" href="/room/v1/export.geojson" download="room.geojson">GeoJSON</a>`}
  </footer>`;
}

/** @param {string} root base64 */
function short(root) {
  const hex = [...atob(root)].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;
}
