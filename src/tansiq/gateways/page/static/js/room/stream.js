// The room's push stream, read by hand: an EventSource hides the heartbeats, and they are what tells how old the picture is.
import { earlyStream, streamOf } from "../early.js";

const SILENT_MS = 35_000; // heartbeats come each 15 s
const WAITS_MS = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * @typedef {object} Ears
 * @property {(kind: string, data: any) => void} event
 * @property {() => Promise<void>} anew something was missed: everything must be asked for again
 * @property {() => void} alive
 * @property {(isSignedOut: boolean) => void} lost
 */

/** Listen until the returned function is called. @param {Ears} ears @returns {() => void} */
export function listen(ears) {
  let ended = false;
  let last = "";
  let failures = 0;
  /** @type {AbortController} */
  let call;

  async function once() {
    const early = last ? null : earlyStream();
    call = early?.call ?? new AbortController();
    let timer = setTimeout(() => call.abort(), SILENT_MS);
    const stream = (await early?.begun) ?? (await streamOf(call, last ? { "Last-Event-ID": last } : {}));
    if (stream instanceof Response) {
      clearTimeout(timer);
      if (stream.status === 401) throw new SignedOut();
      throw new Error(String(stream.status));
    }
    let text = "";
    let begun = false;
    for (let next = stream.first; ; next = await stream.reader.read()) {
      const { done, value } = next;
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => call.abort(), SILENT_MS);
      if (!begun) {
        begun = true;
        failures = 0;
        if (!last) await ears.anew(); // asked for once the stream has begun, so that nothing falls between
      }
      ears.alive();
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) await take(block);
    }
  }

  /** @param {string} block */
  async function take(block) {
    let kind = "";
    let data = "";
    for (const line of block.split("\n")) {
      if (line.startsWith("id: ")) last = line.slice(4);
      else if (line.startsWith("event: ")) kind = line.slice(7);
      else if (line.startsWith("data: ")) data += line.slice(6);
    }
    if (kind === "gap") await ears.anew();
    else if (kind) ears.event(kind, JSON.parse(data));
  }

  (async () => {
    while (!ended) {
      let signedOut = false;
      try {
        await once();
      } catch (error) {
        signedOut = error instanceof SignedOut;
      }
      if (ended) return;
      ears.lost(signedOut);
      if (signedOut) return;
      await new Promise((done) => setTimeout(done, WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)]));
    }
  })();
  return () => {
    ended = true;
    call?.abort();
  };
}

class SignedOut extends Error {}
