// Taking along what one's party was released: a lead asks, a second person confirms, and for an hour it can be fetched.
import { html } from "../html.js";
import { tick } from "../room/clock.js";
import { askExport, waiting } from "../room/sites.js";
import { mayLead } from "../room/store.js";
import { Do } from "../panels/agreements.js";
import { Law } from "../panels/sitewords.js";
import { Waits } from "../panels/siteswaiting.js";
import { t } from "../text/fluent.js";
import { open } from "./host.js";

export const openSiteExport = () => open({ title: () => t("site-export"), body: Body });

function Body() {
  const all = waiting.value.filter((w) => w.what === "export" && (!w.open_until || Date.parse(w.open_until) > tick.value));
  return html`<div class="dialog-body"><p class="soft">${t("site-export-hint")}</p>${all.map((w) => html`<${Waits} key=${w.id} w=${w} />`)}
    ${mayLead.value ? html`<div class="row"><${Do} class="main" go=${askExport}>${t("site-export-ask")}<//></div>` : html`<p class="soft small">${t("site-export-lead")}</p>`}<${Law} /></div>`;
}
