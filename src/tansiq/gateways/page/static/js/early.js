// What takes the room longest is asked for before the page's other files are there: the stream of changes and, once that has
// begun, all flights, so that nothing falls between the two. The page says whether its browser has a session.

export const FLIGHTS = "/flights?limit=10000&after="; // the room writes so many in half a second

/** @typedef {{ reader: ReadableStreamDefaultReader<string>, first: ReadableStreamReadResult<string> }} Stream */

/**
 * Begin to listen. Return the refusal where the room does not let anybody.
 * @param {AbortController} call
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Stream | Response>}
 */
export async function streamOf(call, headers) {
  const reply = await fetch("/room/v1/events", { headers, signal: call.signal, cache: "no-store" });
  if (!reply.ok || !reply.body) return reply;
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  return { reader, first: await reader.read() };
}

/** @type {{ call: AbortController, begun: Promise<Stream | null> } | null} */
let stream = null;
/** @type {Promise<Response | null> | null} */
let flights = null;

if ("session" in document.documentElement.dataset) {
  const call = new AbortController();
  const begun = streamOf(call).then((said) => (said instanceof Response || said.first.done ? null : said)).catch(() => null);
  stream = { call, begun };
  flights = begun.then((said) => said && fetch(`/room/v1${FLIGHTS}`, { redirect: "error" })).catch(() => null);
}

/** Return the stream that was begun early, once; null where none was. */
export function earlyStream() {
  const held = stream;
  stream = null;
  return held;
}

/** Forget what was asked for: whoever signs in now may be another person. */
export function forgetEarly() {
  stream?.call.abort();
  stream = flights = null;
}

/** Return the answer that was asked for early, once; null where there is none. @param {string} path */
export function earlyAnswer(path) {
  if (path !== FLIGHTS) return null;
  const held = flights;
  flights = null;
  return held;
}
