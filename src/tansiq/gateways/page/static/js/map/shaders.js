// How areas and lines of volumes are drawn on the flat map; see mesh.js for what they are made of. A program for each way to draw: without a
// graphics card a fragment of a plain area costs a third of one that asks what it is.
import { COLOURS, LINES } from "./grammar.js";

export const [LINE, FILL, HATCH, HACHURE, SPOT] = [0, 1, 2, 3, 4];
export const UNIFORMS = ["u_matrix", "u_px", "u_dots", "u_tints", "u_kinds", "u_own", "u_width", "u_middle", "u_phase"];

/** @param {number} what @param {string} source */
const made = (what, source) => `#version 300 es\n#define WHAT ${what}\n${source}`;
const IS_AREA = `(WHAT == ${FILL} || WHAT == ${HATCH})`;

/** @param {number} what */
export const vertexOf = (what) => made(what, `
uniform mat4 u_matrix;
uniform float u_px; // of the page, in one world
uniform sampler2D u_dots;
uniform vec3 u_tints[${COLOURS.length}];
uniform vec3 u_kinds[${LINES.length}]; // width, on, off
uniform vec4 u_own; // colour of its own, where there is any of it
uniform float u_width; // … and width
uniform vec2 u_middle; // of the map, from the origin
uniform vec2 u_phase; // … in pixels of the hatch
layout(location = 0) in vec2 a_at;
layout(location = 1) in vec2 a_out;
layout(location = 2) in float a_along;
layout(location = 3) in float a_dot;
flat out vec4 v_colour;
flat out vec2 v_dash;
flat out float v_half;
out vec2 v_on; // pixels: across and along a line, or on the map
void main() {
  int dot = int(abs(a_dot)) - 1;
  vec4 look = floor(texelFetch(u_dots, ivec2(dot & 1023, dot >> 10), 0) * 255.0 + 0.5);
  int kind = int(look.z);
  float alpha = ${IS_AREA} ? look.y : look.w;
  vec3 line = u_kinds[kind];
  if (WHAT == ${SPOT}) alpha = max(look.y, look.w * line.y / (line.y + line.z));
  if (kind == 0 || alpha == 0.0 || (WHAT == ${HACHURE} && alpha < 255.0)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0); // not to be seen now
    return;
  }
  v_colour = u_own.a > 0.0 ? u_own : vec4(u_tints[int(look.x)], alpha / 255.0);
  vec2 at = a_at;
  if (${IS_AREA}) {
    v_on = (a_at - u_middle) * u_px + u_phase;
  } else if (WHAT == ${SPOT}) {
    at -= a_out * line.x / 2.0 / u_px; // as far as its outline would reach
  } else {
    float side = sign(a_dot); // 1: within
    float width = u_width > 0.0 ? u_width : line.x;
    v_dash = u_width > 0.0 ? vec2(1.0, 0.0) : line.yz;
    v_half = width / 2.0;
    float reach = WHAT == ${HACHURE} ? v_half : v_half + 0.5;
    at += a_out * (reach + (WHAT == ${HACHURE} ? side * v_half : 0.0)) / u_px;
    v_on = vec2(side * reach, a_along * u_px);
  }
  gl_Position = u_matrix * vec4(at, 0.0, 1.0);
}`);

/** @param {number} what */
export const fragmentOf = (what) => made(what, `
precision highp float;
flat in vec4 v_colour;
flat in vec2 v_dash;
flat in float v_half;
in vec2 v_on;
out vec4 o_colour;
float within(float from_edge, float soft) { return clamp(from_edge / max(soft, 1e-4) + 0.5, 0.0, 1.0); }
void main() {
  float share = 1.0;
#if WHAT == ${HATCH} // lines 1.2 wide, each eighth pixel of a row
  vec2 soft = fwidth(v_on);
  float from = (v_on.x - v_on.y) / 8.0;
  share = within(0.6 - abs(fract(from + 0.5) - 0.5) * 8.0 * 0.70711, (soft.x + soft.y) * 0.70711);
#elif WHAT == ${HACHURE} // strokes 1.4 wide, each eighth pixel
  share = within(0.7 - abs(fract(v_on.y / 8.0) * 8.0 - 3.7), fwidth(v_on.y));
#elif WHAT == ${LINE}
  vec2 soft = fwidth(v_on);
  share = within(v_half - abs(v_on.x), soft.x);
  if (v_dash.y > 0.0) {
    float at = fract(v_on.y / (v_dash.x + v_dash.y)) * (v_dash.x + v_dash.y);
    share *= within(v_dash.x / 2.0 - abs(at - v_dash.x / 2.0), soft.y);
  }
#endif
  o_colour = vec4(v_colour.rgb, 1.0) * v_colour.a * share;
}`);
