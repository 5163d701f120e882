// What a person does: each is one request, and the picture changes when the room says so, not before.
import { send } from "./api.js";
import { flights } from "./store.js";

/** @typedef {import("./items.js").Item} Item */

/** The body that books a flight again as it is. @param {any} f */
export function bodyOf(f) {
  return {
    volumes: f.volumes,
    is_manned: f.is_manned,
    contact: f.contact,
    ovn: f.ovn,
    state: f.state,
    off_nominal: f.off_nominal,
    precedence: f.precedence,
    reason: f.reason,
    callsign: f.callsign,
    aircraft_type: f.aircraft_type,
    count: f.count,
    frequencies: f.frequencies,
    ssr: f.ssr,
    icao24: f.icao24,
    serial: f.serial,
    endurance_min: f.endurance_min,
    lost_link: f.lost_link,
    remarks: f.remarks,
    withheld: f.withheld ?? [],
    grants: f.grants ?? [],
  };
}

/** What a booking must name: the conflicts that its planner was shown. @param {any} answer of a check, or of a refusal */
export function namedIn(answer) {
  const closed = answer.zones.filter((/** @type {any} */ z) => z.is_conflict).map((/** @type {any} */ z) => z.zone);
  const met = answer.conflicts.map((/** @type {any} */ c) => c.with);
  return [...met, ...closed].map((x) => ({ id: x.id, ovn: x.ovn }));
}

/** Change one's own flight. @param {Item} item @param {object} change members of the body @param {any[]} accepts */
export function change(item, change, accepts) {
  const held = flights.peek().get(item.id) ?? item;
  return send("PUT", `/flights/${item.id}`, { ...bodyOf(held.said), ...change, accepts });
}

/** What it would meet. @param {Item} item @param {object} change */
export function check(item, change) {
  return send("POST", `/flights/check?id=${item.id}`, { ...bodyOf(item.said), ...change });
}

/** @param {Item} item */
export function end(item) {
  return send("DELETE", `/flights/${item.id}?ovn=${encodeURIComponent(item.said.ovn)}`);
}

/** @param {object} body */
export const propose = (body) => send("POST", "/agreements", body);
/** @param {string} id @param {number} option */
export const accept = (id, option) => send("POST", `/agreements/${encodeURIComponent(id)}/accept`, { option });
/** @param {string} id */
export const decline = (id) => send("POST", `/agreements/${encodeURIComponent(id)}/decline`);
/** @param {string} id */
export const withdraw = (id) => send("DELETE", `/agreements/${encodeURIComponent(id)}`);
/** @param {string} id @param {boolean} yes */
export const vote = (id, yes) => send("POST", `/proposals/${encodeURIComponent(id)}/vote`, { yes });
/** @param {string} id of a proposal to the members */
export const withdrawMotion = (id) => send("DELETE", `/proposals/${encodeURIComponent(id)}`);
/** Let a release of more take effect, or drop it. @param {string} id @param {boolean} yes */
export const confirmRelease = (id, yes) => send("POST", `/releases/${encodeURIComponent(id)}`, { yes });
