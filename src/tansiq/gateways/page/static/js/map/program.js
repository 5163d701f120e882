// Programs of the graphics card. Making one takes a while, beside the page: it is begun before it is needed, and asked for when it is.

/** Begin to make a program. @param {WebGL2RenderingContext} gl @param {string} vertex @param {string} fragment @returns {WebGLProgram} */
export function begun(gl, vertex, fragment) {
  const program = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}

/** Where its uniforms are; waits until it is made. @param {WebGL2RenderingContext} gl @param {WebGLProgram} program @param {string[]} uniforms */
export function uniformsOf(gl, program, uniforms) {
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
  /** @type {Record<string, WebGLUniformLocation | null>} */
  const at = {};
  for (const name of uniforms) at[name] = gl.getUniformLocation(program, name);
  return at;
}
