// Asking the room. A write carries a key, so that it can be sent again when its answer was lost: it happens once.
import { earlyAnswer } from "../early.js";
import { language } from "../text/fluent.js";

const BASE = "/room/v1";
const TRIES = 3;

/** What the room said no to, in the reader's language. */
export class Refused extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super([body?.message, body?.hint].filter(Boolean).join(" ") || `HTTP ${status}`);
    this.status = status;
    this.code = body?.code ?? "";
    this.body = body;
  }
}

/** The room could not be reached, or its answer did not come. */
export class Unreached extends Error {}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export function get(path) {
  return ask("GET", path);
}

/**
 * Send a change. Raises `Refused` with the room's sentence, `Unreached` where nothing is known.
 * @param {"POST" | "PUT" | "DELETE"} verb
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function send(verb, path, body) {
  return again(verb, path, body && JSON.stringify(body), "application/json", uuid());
}

/** Send a file. key: the same for the same file, so that nothing of it happens twice. @param {string} path @param {string} text @param {string} type @param {string} key @returns {Promise<any>} */
export const sendFile = (path, text, type, key) => again("POST", path, text, type, key);

/** @param {string} verb @param {string} path @param {string | undefined} body @param {string} type @param {string} key */
async function again(verb, path, body, type, key) {
  for (let n = 1; ; n++) {
    try {
      return await ask(verb, path, body, type, key);
    } catch (error) {
      if (!(error instanceof Unreached) || n === TRIES) throw error;
      await new Promise((done) => setTimeout(done, 500 * n));
    }
  }
}

/**
 * @param {string} verb
 * @param {string} path
 * @param {string} [body]
 * @param {string} [type]
 * @param {string} [key]
 */
async function ask(verb, path, body, type, key) {
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": language.value };
  if (body !== undefined && type) headers["Content-Type"] = type;
  if (key) headers["Idempotency-Key"] = key;
  let reply;
  let text;
  try {
    reply = (verb === "GET" && (await earlyAnswer(path))) || (await fetch(BASE + path, { method: verb, headers, body, redirect: "error" }));
    text = await reply.text();
  } catch (error) {
    throw new Unreached(String(error));
  }
  let said = null;
  try {
    said = text ? JSON.parse(text) : null;
  } catch {
    said = { message: text.slice(0, 200) };
  }
  if (reply.ok) return said;
  if (reply.status === 401) signedOut();
  throw new Refused(reply.status, said);
}

/** Told when the room knows the session no more. */
let signedOut = () => {};
/** @param {() => void} then */
export function whenSignedOut(then) {
  signedOut = then;
}

/** A UUID of version 4. `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
export function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
