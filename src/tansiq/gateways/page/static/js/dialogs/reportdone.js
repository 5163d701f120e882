// What becomes of one's own report: renewed, withdrawn, its words destroyed. Each is confirmed.
import { html } from "../html.js";
import { doReport } from "../room/sites.js";
import { Law, Named } from "../panels/sitewords.js";
import { t } from "../text/fluent.js";
import { Confirm } from "./asking.js";
import { open } from "./host.js";

/** @param {any} report @param {"renew" | "withdraw" | "erase"} what */
export function openReportDone(report, what) {
  open({
    title: () => html`${t(`report-${what}`)} – <${Named} site=${report} />`,
    body: () => html`<div class="dialog-body"><p>${t(`about-${what}`)}</p><${Law} /></div><${Confirm} say=${`report-${what}`} danger=${what === "erase"} go=${() => doReport(report, what)} />`,
  });
}
