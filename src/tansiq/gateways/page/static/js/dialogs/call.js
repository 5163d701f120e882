// Writing down a call by voice, for one's own party alone: who spoke to whom, what was said, whether it was read back.
import { html, useSignal } from "../html.js";
import { send } from "../room/api.js";
import { now } from "../room/clock.js";
import { askCalls, notices } from "../room/notices.js";
import { t } from "../text/fluent.js";
import { nameOf } from "../text/parties.js";
import { Confirm } from "./asking.js";
import { control, faults, Field, located } from "./fields.js";
import { open } from "./host.js";
import { read, Time, written } from "./times.js";

/** @param {{notice?: string, called?: string}} [about] */
export function openCall(about = {}) {
  faults.value = new Map();
  open({ title: () => t("call-write"), body: () => html`<${Body} about=${about} />` });
}

/** @param {{about: {notice?: string, called?: string}}} props */
function Body({ about }) {
  const f = useSignal({ caller: "", called: about.called ? nameOf(about.called) : "", text: "", time: written(now.peek()), notice: about.notice ?? "", is_answered: true, is_read_back: false });
  /** @param {string} name @param {(e: any) => any} [from] */
  const on = (name, from = (e) => e.target.value) => (/** @type {any} */ e) => (f.value = { ...f.peek(), [name]: from(e) });
  async function go() {
    const { time, is_answered, is_read_back, ...rest } = f.peek();
    await located(() => send("POST", "/calls", { ...rest, time: read(time), is_answered, is_read_back: is_answered && is_read_back }));
    await askCalls();
  }
  const some = [...notices.value.values()].slice(0, 50);
  return html`<div class="dialog-body"><p class="soft">${t("call-about")}</p><div class="fields">
      <${Field} name="caller" say="call-caller"><input dir="auto" maxlength="300" required value=${f.value.caller} ...${control("caller")} onInput=${on("caller")} /><//>
      <${Field} name="called" say="call-called"><input dir="auto" maxlength="300" required value=${f.value.called} ...${control("called")} onInput=${on("called")} /><//>
      <${Time} say="call-time" value=${f.value.time} changed=${(/** @type {string} */ v) => (f.value = { ...f.peek(), time: v })} />
      <label>${t("call-notice")} <select onChange=${on("notice")}><option value="">–</option>${some.map((n) => html`<option value=${n.id} selected=${n.id === f.value.notice}>${(n.text || n.phrase?.code || n.kind).slice(0, 40)}</option>`)}</select></label>
      <label class="check"><input type="checkbox" checked=${f.value.is_answered} onChange=${on("is_answered", (e) => e.target.checked)} /> ${t("call-answered")}</label>
      <label class="check"><input type="checkbox" disabled=${!f.value.is_answered} checked=${f.value.is_answered && f.value.is_read_back} onChange=${on("is_read_back", (e) => e.target.checked)} /> ${t("call-read-back")}</label>
      <label class="wide">${t("call-said")} <textarea rows="3" maxlength="2000" dir="auto" onInput=${on("text")}></textarea></label>
    </div></div>
    <${Confirm} say="call-write" disabled=${!f.value.caller.trim() || !f.value.called.trim() || !read(f.value.time)} go=${go} />`;
}
