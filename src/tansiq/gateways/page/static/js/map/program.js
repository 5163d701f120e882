// A program of the graphics card.

/** @param {WebGL2RenderingContext} gl @param {string} vertex @param {string} fragment @param {string[]} uniforms */
export function programOf(gl, vertex, fragment, uniforms) {
  const program = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
  /** @type {Record<string, WebGLUniformLocation | null>} */
  const at = {};
  for (const name of uniforms) at[name] = gl.getUniformLocation(program, name);
  return { program, at };
}
