// The page: signed out a door, signed in the room.
import { render } from "../vendor/preact/preact.mjs";
import { Host } from "./dialogs/host.js";
import { html } from "./html.js";
import { listenToKeys } from "./keys.js";
import { Air } from "./panels/air.js";
import { Agreements, Proposals, Releases } from "./panels/agreements.js";
import { Conflicts } from "./panels/conflicts.js";
import { Detail } from "./panels/detail.js";
import { Footer } from "./panels/footer.js";
import { Freed } from "./panels/freed.js";
import { Header } from "./panels/header.js";
import { MapPane } from "./panels/mappane.js";
import { Mine } from "./panels/mine.js";
import { Needs } from "./panels/needs.js";
import { Notices } from "./panels/notices.js";
import { Parties } from "./panels/parties.js";
import { SignIn } from "./panels/signin.js";
import { Watch } from "./panels/watch.js";
import { Zones } from "./panels/zones.js";
import { MovementDetail } from "./panels/movement.js";
import { Movements } from "./panels/movements.js";
import { Rechecks } from "./panels/rechecks.js";
import { SiteDetail } from "./panels/site.js";
import { Sites } from "./panels/sites.js";
import { SitesWaiting } from "./panels/siteswaiting.js";
import { Timeline } from "./panels/timeline.js";
import { listenToAlerts } from "./room/alert.js";
import { front } from "./room/choice.js";
import { begin, phase } from "./room/store.js";
import { speakAtFirst, t } from "./text/fluent.js";

/** @type {["left" | "map" | "right", string][]} */
const TABS = [["left", "tab-left"], ["map", "tab-map"], ["right", "tab-right"]];

function Page() {
  if (phase.value !== "in") return html`<${SignIn} />`;
  return html`<div class="room" data-front=${front.value}>
    <${Header} /><${Needs} />
    <div class="column left"><${Conflicts} /><${Mine} /><${Zones} /><${Sites} /><${Movements} /><${Air} /></div>
    <${MapPane} />
    <div class="column right"><${Detail} /><${SiteDetail} /><${MovementDetail} /><${Watch} /><${Notices} /><${Freed} /><${Releases} /><${SitesWaiting} /><${Rechecks} /><${Agreements} /><${Proposals} /><${Parties} /></div>
    <${Timeline} /><${Footer} />
    <nav class="tabs" aria-label=${t("tabs")}>${TABS.map(([side, say]) => html`<button aria-pressed=${front.value === side} onClick=${() => (front.value = side)}>${t(say)}</button>`)}</nav>
  </div><${Host} />`;
}

async function start() {
  await speakAtFirst();
  render(html`<${Page} />`, document.body);
  listenToKeys();
  listenToAlerts();
  for (const name of ["dragover", "drop"]) addEventListener(name, (e) => e.preventDefault()); // beside the map a file would replace the page
  addEventListener("hashchange", () => location.hash.includes("invitation=") && location.reload());
  if (location.hash.includes("invitation=")) phase.value = "out"; // whoever was signed in here is not who is invited
  else {
    await begin();
    if (phase.value === "asking") phase.value = "out";
  }
}

start();
