// All volumes on the flat map, as one layer of its own: their corners are put onto the graphics card once, and how each looks at a moment is a dot in
// a picture (see mesh.js). So a step through time hands over that picture, and the numbers of the corners that are in sight (see sight.js).
import { MercatorCoordinate } from "../../vendor/maplibre-gl/maplibre-gl.mjs";
import { hueOf } from "../text/parties.js";
import { rgbOf } from "../text/theme.js";
import { COLOURS, drawnAs, LINES } from "./grammar.js";
import { matrixFrom } from "./mercator.js";
import { DOTS, Mesh } from "./mesh.js";
import { begun, uniformsOf } from "./program.js";
import { FILL, fragmentOf, HACHURE, HATCH, LINE, SPOT, UNIFORMS, vertexOf } from "./shaders.js";
import { inSight } from "./sight.js";

/** @typedef {import("../room/items.js").Item} Item */
/** @typedef {import("../room/items.js").Part} Part */
/** @typedef {{item: Item, look: string, later: boolean, parts: Part[]}} Seen an item to be seen, and what of it */

const PULSE_MS = 600;
const FLOAT_BYTES = 4;
const AROUND_PX = 16; // of what is in sight: lines and haloes reach out of their parts
/** What is under what. @type {("zones" | "occupied" | "flights")[]} */
const ORDER = ["zones", "occupied", "flights"];

/** @param {Item} item */
const kindOf = (item) => (item.kind === "zone" ? "zones" : item.look === "occupied" ? "occupied" : "flights");
/** @param {string} name of a colour @returns {number[]} as the card has them, from 0 to 1 */
const onCard = (name) => rgbOf(name).map((part) => part / 255);

/** A layer for the map, and what tells it what to draw. */
export function volumeLayer() {
  /** @type {any} */
  let map;
  /** @type {WebGL2RenderingContext} */
  let gl;
  /** @type {any} */
  let made = null;
  /** @type {{x: number, y: number} | null} */
  let origin = null;
  const meshes = { zones: new Mesh(), occupied: new Mesh(), flights: new Mesh() };
  /** @type {Mesh[]} */
  const all = ORDER.map((name) => meshes[name]);
  /** Drawn once more under the others. @type {{mesh: Mesh, item: Item, tint: string, width: number, opacity: number}[]} */
  let haloes = [];
  /** Told when what was handed over last is drawn. @type {(() => void) | null} */
  let whenDrawn = null;
  let isFilled = true;
  const pulse = { from: 0.8, to: 0.8, sinceMs: 0 };

  function fresh() {
    const tints = COLOURS.flatMap(onCard);
    const haloed = Object.fromEntries(["casing", "warn", "bad"].map((name) => [name, onCard(name)]));
    const held = all.map(() => {
      const one = { array: gl.createVertexArray(), vertices: gl.createBuffer(), size: 0, numbers: gl.createBuffer(), dots: gl.createTexture(), drawn: inSight(new Mesh(), { box: [0, 0, 0, 0], px: 1 }, []) };
      gl.bindVertexArray(one.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, one.vertices);
      for (const [n, [size, from]] of [[2, 0], [2, 2], [1, 4], [1, 5]].entries()) {
        gl.enableVertexAttribArray(n);
        gl.vertexAttribPointer(n, size, gl.FLOAT, false, 6 * FLOAT_BYTES, from * FLOAT_BYTES);
      }
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, one.numbers);
      gl.bindVertexArray(null);
      gl.bindTexture(gl.TEXTURE_2D, one.dots);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
      return one;
    });
    for (const mesh of all) {
      mesh.isSent = false;
      mesh.vertices.sent = 0;
    }
    const programs = new Map([FILL, SPOT, LINE, HATCH, HACHURE].map((what) => [what, { program: begun(gl, vertexOf(what), fragmentOf(what)), at: null }]));
    return { programs, tints, haloed, held, seenFrom: "" };
  }

  /** Hand over the corners that have become more, and the dots. @param {Mesh} mesh @param {any} one */
  function send(mesh, one) {
    const part = mesh.vertices;
    gl.bindBuffer(gl.ARRAY_BUFFER, one.vertices);
    if (one.size !== part.all.length || part.sent > part.size) {
      gl.bufferData(gl.ARRAY_BUFFER, part.all, gl.DYNAMIC_DRAW);
      one.size = part.all.length;
    } else if (part.sent < part.size) gl.bufferSubData(gl.ARRAY_BUFFER, part.sent * FLOAT_BYTES, part.all, part.sent, part.size - part.sent);
    part.sent = part.size;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, one.dots);
    for (const [name, value] of [[gl.UNPACK_FLIP_Y_WEBGL, 0], [gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, 0], [gl.UNPACK_ALIGNMENT, 4]]) gl.pixelStorei(name, value);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, DOTS, mesh.dots.length / 4 / DOTS, 0, gl.RGBA, gl.UNSIGNED_BYTE, mesh.dots);
    mesh.isSent = true;
  }

  /** Choose what is drawn of it. @param {Mesh} mesh @param {any} one @param {import("./sight.js").Sight} sight */
  function choose(mesh, one, sight) {
    one.drawn = inSight(mesh, sight, haloes.filter((h) => h.mesh === mesh).map((h) => h.item));
    gl.bindVertexArray(one.array);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, one.drawn.numbers, gl.DYNAMIC_DRAW);
  }

  /** @param {number} what @param {any} view */
  function programFor(what, { px, middle, matrix }) {
    const one = made.programs.get(what);
    const at = (one.at ??= uniformsOf(gl, one.program, UNIFORMS));
    gl.useProgram(one.program);
    gl.uniform1i(at.u_dots, 0);
    gl.uniform1f(at.u_px, px);
    gl.uniform3fv(at.u_tints, made.tints);
    gl.uniform3fv(at.u_kinds, LINES.flatMap((l) => [l.width, l.on, l.off]));
    gl.uniform2f(at.u_middle, middle.x - /** @type {any} */ (origin).x, middle.y - /** @type {any} */ (origin).y);
    gl.uniform2f(at.u_phase, (middle.x * px) % 8, (middle.y * px) % 8);
    gl.uniformMatrix4fv(at.u_matrix, false, matrix);
    return at;
  }

  /** @param {any} view */
  function paintAll(view) {
    const { zones, occupied, flights } = meshes;
    /** @param {number} what @param {Mesh} mesh @param {import("./mesh.js").Span | undefined} span @param {number[]} [own] @param {number} [width] */
    const paint = (what, mesh, span, own = [0, 0, 0, 0], width = 0) => {
      const [first, end] = span ?? [0, 0];
      if (first === end) return;
      const one = made.held[all.indexOf(mesh)];
      const at = programFor(what, view);
      gl.bindVertexArray(one.array);
      gl.bindTexture(gl.TEXTURE_2D, one.dots);
      gl.uniform4fv(at.u_own, own);
      gl.uniform1f(at.u_width, width);
      gl.drawElements(gl.TRIANGLES, end - first, gl.UNSIGNED_INT, first * FLOAT_BYTES);
    };
    const drawn = (/** @type {Mesh} */ mesh) => made.held[all.indexOf(mesh)].drawn;
    const whole = (/** @type {Mesh} */ mesh, /** @type {number} */ area) => {
      if (isFilled) paint(area, mesh, drawn(mesh).spans.fills);
      paint(SPOT, mesh, drawn(mesh).spans.spots);
      paint(LINE, mesh, drawn(mesh).spans.lines);
    };
    whole(zones, FILL);
    paint(HACHURE, zones, drawn(zones).spans.lines, [...made.tints.slice(-3), 1], 8);
    whole(occupied, HATCH);
    for (const { mesh, item, tint, width, opacity } of haloes) {
      paint(LINE, mesh, drawn(mesh).halo.get(item), [...made.haloed[tint], tint === "bad" ? pulsed() : opacity], width);
    }
    whole(flights, FILL);
  }

  function pulsed() {
    const share = Math.min(1, (performance.now() - pulse.sinceMs) / PULSE_MS);
    if (share < 1) map.triggerRepaint();
    return pulse.from + (pulse.to - pulse.from) * share;
  }

  /** Call back when the card has drawn all that it was told so far. @param {() => void} then */
  function afterwards(then) {
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const ask = () => {
      if (fence && !gl.isContextLost() && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return void setTimeout(ask, 4);
      gl.deleteSync(fence);
      then();
    };
    setTimeout(ask, 0);
  }

  const layer = {
    id: "flat-volumes",
    type: "custom",
    renderingMode: "2d",
    /** @param {any} on @param {WebGL2RenderingContext} with_ */
    onAdd(on, with_) {
      [map, gl] = [on, with_];
      made = fresh();
    },
    onRemove() {
      for (const { program } of made.programs.values()) gl.deleteProgram(program);
      for (const { array, vertices, numbers, dots } of made.held) {
        gl.deleteVertexArray(array);
        gl.deleteTexture(dots);
        for (const buffer of [vertices, numbers]) gl.deleteBuffer(buffer);
      }
      made = null;
    },
    /** @param {WebGL2RenderingContext} _ @param {any} args */
    render(_, args) {
      if (!origin) return;
      const px = 512 * 2 ** map.getZoom();
      const middle = MercatorCoordinate.fromLngLat(map.getCenter());
      const [[west, south], [east, north]] = /** @type {[number, number][]} */ (map.getBounds().toArray()).map((at) => {
        const { x, y } = MercatorCoordinate.fromLngLat(at);
        return [x, y];
      });
      const [least, most] = [Math.min(...all.map((m) => m.reach[0])), Math.max(...all.map((m) => m.reach[1]))];
      const [first, last] = [Math.ceil(west - most), Math.floor(east - least)];
      const around = AROUND_PX / px;
      const across = first === last ? [west - first - origin.x - around, east - first - origin.x + around] : [-Infinity, Infinity];
      /** @type {import("./sight.js").Sight["box"]} */
      const box = [across[0], south - origin.y + around, across[1], north - origin.y - around];
      const from = [...box, px].join();
      gl.disable(gl.CULL_FACE);
      all.forEach((mesh, n) => {
        const isNew = !mesh.isSent;
        if (isNew) send(mesh, made.held[n]);
        if (isNew || from !== made.seenFrom) choose(mesh, made.held[n], { box, px });
      });
      made.seenFrom = from;
      for (let world = first; world <= last; world++) {
        paintAll({ px, middle, matrix: matrixFrom(args.defaultProjectionData.mainMatrix, origin.x + world, origin.y) });
      }
      gl.bindVertexArray(null);
      const then = whenDrawn;
      whenDrawn = null;
      if (then) afterwards(then);
    },
  };
  return {
    layer,
    /** @param {Item[]} items all there are @param {Seen[]} seen what of them is to be seen @param {string} chosen @param {() => void} then called when it is drawn */
    set(items, seen, chosen, then) {
      const [first] = items;
      if (first) origin ??= MercatorCoordinate.fromLngLat({ lng: first.at[0], lat: first.at[1] });
      if (!origin) return;
      const sorted = { zones: new Set(), occupied: new Set(), flights: new Set() };
      for (const item of items) sorted[kindOf(item)].add(item);
      for (const name of ORDER) {
        meshes[name].take(sorted[name], origin);
        meshes[name].dots.fill(0);
        meshes[name].isSent = false;
      }
      /** @type {typeof haloes[]} */
      const [casings, off, contingent] = [[], [], []];
      for (const { item, look, later, parts } of seen) {
        const mesh = meshes[kindOf(item)];
        const place = mesh.places.get(item);
        if (!place) continue;
        const said = drawnAs(look, later, hueOf(item.party));
        item.parts.forEach((part, n) => parts.length !== item.parts.length && !parts.includes(part) || mesh.dots.set(said, 4 * (place.dot + n)));
        if (item.id === chosen) casings.push({ mesh, item, tint: "casing", width: 9, opacity: 1 });
        if (look === "nonconforming") off.push({ mesh, item, tint: "warn", width: 9, opacity: 0.6 });
        if (look === "contingent") contingent.push({ mesh, item, tint: "bad", width: 10, opacity: 0.8 });
      }
      haloes = [...casings, ...off, ...contingent];
      whenDrawn = then;
      map?.triggerRepaint();
    },
    /** @param {boolean} is whether areas are filled; not where bodies stand on them */
    fill(is) {
      isFilled = is;
      map?.triggerRepaint();
    },
    /** Let the halo of what is contingent go on to the other strength. */
    pulse() {
      Object.assign(pulse, { from: pulse.to, to: pulse.to === 0.8 ? 0.35 : 0.8, sinceMs: performance.now() });
      map?.triggerRepaint();
    },
  };
}
