// What is drawn of some items: their corners lie on the graphics card, put there once. How each part looks at a moment is a small picture beside them
// with a dot for each part; which of them are drawn is chosen for what is in sight (see sight.js).
import { mercatorX, mercatorY } from "./mercator.js";
import { triangles, turned } from "./triangles.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/items.js").Part} Part */
/** @typedef {{x: number, y: number}} Origin where places are counted from: near them, as a card's numbers are exact to 2 m from the edge of the world */

const FLOATS = 6; // of a vertex: x, y in mercator from the origin, the way out for its line's width, length along the line, its part's dot
export const DOTS = 1024; // in a row of the picture
const MITRE = 3; // at most so many half widths at a sharp corner
const LEAST = 1 << 12;

/** Numbers that become more. @template {Float32Array | Uint32Array | Uint8Array} T */
class Growing {
  /** @param {new (length: number) => T} kind @param {number} [length] */
  constructor(kind, length = LEAST) {
    this.kind = kind;
    this.all = new kind(length);
    this.size = 0;
    this.sent = 0;
  }

  /** Room for so many more. @param {number} count @returns {T} */
  more(count) {
    while (this.size + count > this.all.length) {
      const next = new this.kind(2 * this.all.length);
      next.set(this.all);
      this.all = next;
    }
    this.size += count;
    return /** @type {T} */ (this.all.subarray(this.size - count, this.size));
  }

  /** @param {ArrayLike<number>} more */
  push(more) {
    this.more(more.length).set(more);
  }
}

/** @typedef {[number, number]} Span first and end among all numbers of one sort */
/**
 * One part: what its lines, its area, and its area with four corners at most are made of; its box from the origin, west, south (y grows to it), east, north.
 * @typedef {{lines: Span, fills: Span, spots: Span, box: [number, number, number, number]}} Cell
 */
/** @typedef {{dot: number, parts: number}} Place the dots of an item, and so its cells */

export class Mesh {
  vertices = new Growing(Float32Array);
  fills = new Growing(Uint32Array);
  lines = new Growing(Uint32Array);
  spots = new Growing(Uint32Array);
  /** By dot. @type {Cell[]} */
  cells = [];
  dots = new Uint8Array(4 * DOTS);
  /** Whether the card has the dots as they are. */
  isSent = false;
  /** Parts of items that are gone. */
  dead = 0;
  /** @type {Map<Item, Place>} */
  places = new Map();
  /** Of all vertices, west and east. @type {[number, number]} */
  reach = [Infinity, -Infinity];

  clear() {
    this.vertices = new Growing(Float32Array);
    this.fills = new Growing(Uint32Array);
    this.lines = new Growing(Uint32Array);
    this.spots = new Growing(Uint32Array);
    this.cells = [];
    this.dots.fill(0);
    this.isSent = false;
    this.dead = 0;
    this.places.clear();
    this.reach = [Infinity, -Infinity];
  }

  /** Hold these items alone. @param {Set<Item>} items @param {Origin} origin */
  take(items, origin) {
    for (const [item, place] of this.places) {
      if (items.has(item)) continue;
      this.dots.fill(0, 4 * place.dot, 4 * (place.dot + place.parts));
      this.dead += place.parts;
      this.places.delete(item);
      this.isSent = false;
    }
    if (this.dead > 1000 && this.dead > this.cells.length / 2) this.clear();
    for (const item of items) if (!this.places.has(item)) this.#add(item, origin);
  }

  /** @param {Item} item @param {Origin} origin */
  #add(item, origin) {
    this.places.set(item, { dot: this.cells.length, parts: item.parts.length });
    for (const part of item.parts) {
      const [lines, fills, spots] = [this.lines.size, this.fills.size, this.spots.size];
      /** @type {Cell["box"]} */
      const box = [Infinity, -Infinity, -Infinity, Infinity];
      for (const ring of part.rings) this.#ring(ring, this.cells.length, origin, box);
      this.reach = [Math.min(this.reach[0], origin.x + box[0]), Math.max(this.reach[1], origin.x + box[2])];
      this.cells.push({ lines: [lines, this.lines.size], fills: [fills, this.fills.size], spots: [spots, this.spots.size], box });
    }
    while (4 * this.cells.length > this.dots.length) {
      /** @type {Uint8Array<ArrayBuffer>} */
      const next = new Uint8Array(2 * this.dots.length);
      next.set(this.dots);
      this.dots = next;
    }
  }

  /**
   * Written out in numbers: of ten thousand flights this is half of what their first picture asks of the page.
   * @param {import("../room/items.js").Place[]} ring closed @param {number} dot @param {Origin} origin @param {Cell["box"]} box grown by it
   */
  #ring(ring, dot, origin, box) {
    /** @type {number[]} */
    const flat = [];
    for (const [lng, lat] of ring) {
      const [dx, dy, n] = [mercatorX(lng) - origin.x, mercatorY(lat) - origin.y, flat.length];
      if (n && dx === flat[n - 2] && dy === flat[n - 1]) continue;
      flat.push(dx, dy);
      if (dx < box[0]) box[0] = dx;
      if (dy > box[1]) box[1] = dy;
      if (dx > box[2]) box[2] = dx;
      if (dy < box[3]) box[3] = dy;
    }
    if (flat.length > 2 && flat[0] === flat[flat.length - 2] && flat[1] === flat[flat.length - 1]) flat.length -= 2;
    const corners = flat.length / 2;
    if (corners < 2) return;
    const first = this.vertices.size / FLOATS;
    const way = turned(flat) < 0 ? -1 : 1; // so that the left of a line is always within
    const made = this.vertices.more(2 * FLOATS * (corners + 1));
    let [a, b, along, at] = [2 * (corners - 1), 0, 0, 0];
    let [ux, uy] = [flat[0] - flat[a], flat[1] - flat[a + 1]];
    let length = Math.hypot(ux, uy) || 1;
    for (let n = 0; n <= corners; n++) {
      const c = b + 2 === flat.length ? 0 : b + 2;
      const [vx, vy] = [flat[c] - flat[b], flat[c + 1] - flat[b + 1]];
      const next = Math.hypot(vx, vy) || 1;
      const [mx, my] = [-(uy / length + vy / next), ux / length + vx / next]; // across the corner
      const across = Math.hypot(mx, my) || 1;
      const bend = (mx * -uy + my * ux) / across / length;
      const stretch = (way * Math.min(MITRE, 1 / Math.max(1e-3, bend))) / across;
      if (n) along += length;
      for (let side = 1; side >= -1; side -= 2) {
        made[at++] = flat[b];
        made[at++] = flat[b + 1];
        made[at++] = side * stretch * mx;
        made[at++] = side * stretch * my;
        made[at++] = along;
        made[at++] = side * (dot + 1);
      }
      [a, b, ux, uy, length] = [b, c, vx, vy, next];
    }
    const lines = this.lines.more(6 * corners);
    for (let n = 0; n < corners; n++) {
      const k = first + 2 * n;
      lines[6 * n] = k;
      lines[6 * n + 1] = lines[6 * n + 3] = k + 1;
      lines[6 * n + 2] = lines[6 * n + 5] = k + 2;
      lines[6 * n + 4] = k + 3;
    }
    const area = triangles(flat);
    this.fills.push(area.map((n) => first + 2 * n));
    this.spots.push((corners > 4 ? outermost(flat) : area).map((n) => first + 2 * n));
  }
}

/** Two triangles of the corners that lie farthest to each side. @param {number[]} flat */
function outermost(flat) {
  const [w, s, e, n] = [[0, -1], [1, 1], [0, 1], [1, -1]].map(([axis, way]) => {
    let most = 0;
    for (let k = 1; k < flat.length / 2; k++) if (way * flat[2 * k + axis] > way * flat[2 * most + axis]) most = k;
    return most;
  });
  return [w, s, e, w, e, n];
}
