// Bookings that were refused, as they were typed: asked for again when the room says that their air is free. In memory alone.

const MOST = 50;

/** Id of the flight to be -> what was typed and drawn. @type {Map<string, {form: any, draft: any}>} */
export const attempts = new Map();

/** @param {string} id @param {{form: any, draft: any}} typed */
export function remember(id, typed) {
  attempts.set(id, typed);
  const [oldest] = attempts.keys();
  if (attempts.size > MOST) attempts.delete(oldest);
}
