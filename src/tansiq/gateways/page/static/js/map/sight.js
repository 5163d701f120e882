// Which parts are drawn: those that are to be seen and in sight; what is smaller than its own lines is a spot. Without a graphics card it is the
// number of triangles that costs, and ten thousand flights on one screen are mostly smaller than their lines.

/** @typedef {import("./mesh.js").Mesh} Mesh */
/** @typedef {import("./mesh.js").Span} Span */
/** @typedef {{box: [number, number, number, number], px: number}} Sight in sight, from the origin as a cell's box; pixels of the page in one world */

const SPOT_PX = 6; // up to which a part is a spot: lines are up to 3 wide, and there are two in each direction
const SORTS = /** @type {const} */ (["fills", "lines", "spots"]);

/**
 * @param {Mesh} mesh @param {Sight} sight @param {import("../room/items.js").Item[]} haloed whose lines are wanted besides, however small
 * @returns {{numbers: Uint32Array, spans: Record<"fills" | "lines" | "spots", Span>, halo: Map<import("../room/items.js").Item, Span>}} of vertices, three for each
 *   triangle, and where among them each sort is
 */
export function inSight(mesh, { box: [west, south, east, north], px }, haloed) {
  const { cells, dots } = mesh;
  const [whole, small] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  let size = 0;
  for (let n = 0; n < cells.length; n++) {
    if (!dots[4 * n + 2]) continue;
    const { box, lines, fills, spots } = cells[n];
    if (box[0] > east || box[2] < west || box[3] > south || box[1] < north) continue;
    const isSmall = Math.max(box[2] - box[0], box[1] - box[3]) * px < SPOT_PX;
    (isSmall ? small : whole).push(n);
    size += isSmall ? spots[1] - spots[0] : lines[1] - lines[0] + fills[1] - fills[0];
  }
  const own = haloed.map((item) => cellsOf(mesh, item));
  for (const one of own) for (const n of one) size += cells[n].lines[1] - cells[n].lines[0];
  const numbers = new Uint32Array(size);
  let at = 0;
  /** @param {"fills" | "lines" | "spots"} sort @param {number[]} which @returns {Span} */
  const take = (sort, which) => {
    const first = at;
    const all = mesh[sort].all;
    for (const n of which) {
      const [from, end] = cells[n][sort];
      for (let k = from; k < end; k++) numbers[at++] = all[k];
    }
    return [first, at];
  };
  const spans = /** @type {Record<"fills" | "lines" | "spots", Span>} */ (Object.fromEntries(SORTS.map((sort) => [sort, take(sort, sort === "spots" ? small : whole)])));
  return { numbers, spans, halo: new Map(haloed.map((item, n) => [item, take("lines", own[n])])) };
}

/** @param {Mesh} mesh @param {import("../room/items.js").Item} item */
function cellsOf(mesh, item) {
  const place = mesh.places.get(item);
  return place ? Array.from({ length: place.parts }, (_, n) => place.dot + n) : [];
}
