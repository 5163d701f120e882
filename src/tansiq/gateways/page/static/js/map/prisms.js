// The edges of volumes in three dimensions: outlines at floor and ceiling, and the corners between, in the party's hue. The map's own
// extrusions have faces alone. Made when volumes change, not when a frame is drawn; a plan that is not flown yet is dashed, as on the flat map.
import { MercatorCoordinate } from "../../vendor/maplibre-gl/maplibre-gl.mjs";
import { rgbOf } from "../text/theme.js";
import { matrixFrom } from "./mercator.js";
import { begun, uniformsOf } from "./program.js";

/** @typedef {[number, number]} Place */

const CORNER_COS = Math.cos((25 * Math.PI) / 180); // a bend by less is none: a circle has no corners
const DASH_M = 6_000;
const FLOATS = 4; // of a vertex: x, y in mercator from the origin, height in metres, metres along its edge (0: not dashed)
const DASHED = ["accepted", "planned", "occupied"];

const VERTEX = `#version 300 es
uniform mat4 u_matrix;
layout(location = 0) in vec4 a_at;
layout(location = 1) in vec4 a_colour;
out float v_along;
out vec4 v_colour;
void main() {
  gl_Position = u_matrix * vec4(a_at.xyz, 1.0);
  gl_Position.z -= 0.0004 * gl_Position.w; // before the faces that it bounds
  v_along = a_at.w;
  v_colour = a_colour;
}`;
const FRAGMENT = `#version 300 es
precision mediump float;
in float v_along;
in vec4 v_colour;
out vec4 o_colour;
void main() {
  if (fract(v_along) > 0.6) discard;
  o_colour = v_colour;
}`;

/** What is drawn of one feature, from an origin. @typedef {{at: Float32Array, rgba: Uint8Array}} Lines */

/** @param {any} feature of the source of volumes @param {{x: number, y: number}} origin @param {(hue: string) => number[]} rgb @returns {Lines} */
function linesOf(feature, origin, rgb) {
  const { look, hue, base, top, chosen, later, no } = feature.properties;
  const tint = no ? "conflict" : chosen ? "casing" : look === "zone" ? "zone" : hue < 0 ? "withheld" : `hue-${hue}`;
  const [r, g, b] = rgb(tint);
  const isDashed = DASHED.includes(look);
  const [at, rgba] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  /** @param {number[]} a @param {number[]} c @param {number} m */
  const line = (a, c, m) => {
    at.push(...a, 0, ...c, isDashed ? m / DASH_M : 0);
    for (let n = 0; n < 2; n++) rgba.push(r, g, b, later ? 110 : 255);
  };
  const rings = /** @type {Place[][][]} */ (feature.geometry.coordinates).map(([ring]) => ring);
  for (const ring of rings) {
    const flat = ring.map(([lng, lat]) => {
      const m = MercatorCoordinate.fromLngLat({ lng, lat });
      return [m.x - origin.x, m.y - origin.y, 1 / m.meterInMercatorCoordinateUnits()];
    });
    for (let n = 0; n + 1 < flat.length; n++) {
      const [a, c] = [flat[n], flat[n + 1]];
      const m = Math.hypot(c[0] - a[0], c[1] - a[1]) * a[2];
      for (const h of base > 0 ? [base, top] : [top]) line([a[0], a[1], h], [c[0], c[1], h], m);
      const before = flat[n ? n - 1 : flat.length - 2];
      const [ux, uy, vx, vy] = [a[0] - before[0], a[1] - before[1], c[0] - a[0], c[1] - a[1]];
      const cos = (ux * vx + uy * vy) / (Math.hypot(ux, uy) * Math.hypot(vx, vy) || 1);
      if (cos < CORNER_COS) line([a[0], a[1], base], [a[0], a[1], top], top - base);
    }
  }
  return { at: new Float32Array(at), rgba: new Uint8Array(rgba) };
}

/** A layer for the map, and what tells it what to draw. */
export function prismLayer() {
  /** @type {any} */
  let map;
  /** @type {WebGL2RenderingContext} */
  let gl;
  /** @type {any} */
  let made = null;
  /** Where places are counted from. @type {{x: number, y: number} | null} */
  let origin = null;
  /** What was made of a feature; for as long as the theme stays. @type {WeakMap<any, Lines>} */
  let known = new WeakMap();
  let count = 0;
  let isStale = false;
  let isOn = false;
  /** @type {any[]} */
  let features = [];

  function fill() {
    isStale = false;
    const [first] = features;
    const at = first?.geometry.coordinates[0][0][0];
    if (at) origin ??= MercatorCoordinate.fromLngLat({ lng: at[0], lat: at[1] });
    /** @type {Map<string, number[]>} */
    const tints = new Map();
    const rgb = (/** @type {string} */ name) => {
      if (!tints.has(name)) tints.set(name, rgbOf(name));
      return /** @type {number[]} */ (tints.get(name));
    };
    const all = features.map((f) => {
      const lines = known.get(f) ?? linesOf(f, /** @type {any} */ (origin), rgb);
      known.set(f, lines);
      return lines;
    });
    const places = new Float32Array(all.reduce((sum, l) => sum + l.at.length, 0));
    const tinted = new Uint8Array(places.length);
    let n = 0;
    for (const lines of all) {
      places.set(lines.at, n);
      tinted.set(lines.rgba, n);
      n += lines.at.length;
    }
    count = places.length / FLOATS;
    gl.bindBuffer(gl.ARRAY_BUFFER, made.places);
    gl.bufferData(gl.ARRAY_BUFFER, places, gl.DYNAMIC_DRAW);
    gl.bindBuffer(gl.ARRAY_BUFFER, made.colours);
    gl.bufferData(gl.ARRAY_BUFFER, tinted, gl.DYNAMIC_DRAW);
  }

  const layer = {
    id: "prisms",
    type: "custom",
    renderingMode: "3d",
    /** @param {any} on @param {WebGL2RenderingContext} with_ */
    onAdd(on, with_) {
      [map, gl] = [on, with_];
      made = { program: begun(gl, VERTEX, FRAGMENT), matrix: null, places: gl.createBuffer(), colours: gl.createBuffer(), array: gl.createVertexArray() };
      gl.bindVertexArray(made.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, made.places);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, FLOATS, gl.FLOAT, false, 0, 0);
      gl.bindBuffer(gl.ARRAY_BUFFER, made.colours);
      gl.enableVertexAttribArray(1);
      gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, 0, 0);
      gl.bindVertexArray(null);
      known = new WeakMap();
      isStale = true;
    },
    onRemove() {
      gl.deleteProgram(made.program);
      gl.deleteVertexArray(made.array);
      for (const buffer of [made.places, made.colours]) gl.deleteBuffer(buffer);
      made = null;
    },
    /** @param {WebGL2RenderingContext} _ @param {any} args */
    render(_, args) {
      if (!isOn) return;
      if (isStale) fill();
      if (!count || !origin) return;
      made.matrix ??= uniformsOf(gl, made.program, ["u_matrix"]).u_matrix;
      gl.useProgram(made.program);
      gl.uniformMatrix4fv(made.matrix, false, matrixFrom(args.defaultProjectionData.mainMatrix, origin.x, origin.y, MercatorCoordinate.fromLngLat(map.getCenter(), 1).z ?? 0));
      gl.bindVertexArray(made.array);
      gl.disable(gl.BLEND);
      gl.drawArrays(gl.LINES, 0, count);
      gl.bindVertexArray(null);
    },
  };
  return {
    layer,
    /** @param {any[]} next features of volumes, and of conflicts */
    set(next) {
      features = next;
      isStale = true;
    },
    /** @param {boolean} on */
    show(on) {
      isOn = on;
      map?.triggerRepaint();
    },
  };
}
