// A ring as triangles, by cutting off ears: rings here have few corners, and the map's own way to do it is not within reach.

/** @param {number[]} flat x, y of each corner in turn, not closed @returns {number} twice the area, signed */
export function turned(flat) {
  let sum = 0;
  for (let n = 0, last = flat.length - 2; n < flat.length; last = n, n += 2) sum += flat[last] * flat[n + 1] - flat[n] * flat[last + 1];
  return sum;
}

/** @param {number[]} flat x, y of each corner in turn, not closed @returns {number[]} numbers of corners, three for each triangle */
export function triangles(flat) {
  const way = Math.sign(turned(flat));
  const left = Array.from({ length: flat.length / 2 }, (_, n) => n);
  /** @type {number[]} */
  const found = [];
  /** @param {number} a @param {number} b @param {number} c */
  const side = (a, b, c) => way * ((flat[2 * b] - flat[2 * a]) * (flat[2 * c + 1] - flat[2 * a + 1]) - (flat[2 * b + 1] - flat[2 * a + 1]) * (flat[2 * c] - flat[2 * a]));
  const at = (/** @type {number} */ n) => left[(n + left.length) % left.length];
  const hollow = new Set(left.filter((_, n) => side(at(n - 1), at(n), at(n + 1)) < 0));
  if (!hollow.size) return left.slice(2).flatMap((c, n) => [left[0], left[n + 1], c]);
  /** Whether no corner that bends inwards lies in it. @param {number} a @param {number} b @param {number} c */
  const isEmpty = (a, b, c) => {
    for (const p of hollow) if (p !== a && p !== b && p !== c && side(a, b, p) >= 0 && side(b, c, p) >= 0 && side(c, a, p) >= 0) return false;
    return true;
  };
  for (let n = 0, missed = 0; left.length > 3 && missed <= left.length; ) {
    const [a, b, c] = [at(n - 1), at(n), at(n + 1)];
    const bend = side(a, b, c);
    if (bend === 0 || (bend > 0 && isEmpty(a, b, c))) {
      if (bend > 0) found.push(a, b, c);
      left.splice((n + left.length) % left.length, 1);
      hollow.delete(b);
      for (const k of [n - 1, n]) if (side(at(k - 1), at(k), at(k + 1)) >= 0) hollow.delete(at(k));
      missed = 0;
    } else {
      n = (n + 1) % left.length;
      missed++;
    }
    if (n >= left.length) n = 0;
  }
  if (left.length === 3) found.push(left[0], left[1], left[2]);
  return found;
}
