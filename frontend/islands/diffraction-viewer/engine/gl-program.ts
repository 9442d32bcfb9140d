// The program that a graphics card runs for each place of the picture: the largest of the counts that lie under it,
// and the colour for that. What lies where is worked out beforehand (`lay_out` of `native/source/drawing.c`), since
// numbers in shaders are too coarse for it.

const CORNERS = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}`;

const COLOURS = `#version 300 es
precision highp float;
precision highp int;
uniform highp usampler2D counts;
uniform highp usampler2D columns;
uniform highp usampler2D rows;
uniform sampler2D tone;
uniform int height;
out vec4 colour;
void main() {
  ivec2 place = ivec2(gl_FragCoord.xy);
  uvec2 across = texelFetch(columns, ivec2(place.x, 0), 0).rg;
  uvec2 down = texelFetch(rows, ivec2(height - 1 - place.y, 0), 0).rg;
  if (across.x == across.y || down.x == down.y) discard;
  uint largest = 0u;
  for (uint y = down.x; y < down.y; y++)
    for (uint x = across.x; x < across.y; x++) largest = max(largest, texelFetch(counts, ivec2(x, y), 0).r);
  colour = texelFetch(tone, ivec2(largest & 255u, largest >> 8u), 0);
}`;

/** Texture units. */
export const UNITS = { counts: 0, columns: 1, rows: 2, tone: 3 } as const;

export interface Program {
  height: WebGLUniformLocation | null;
}

/** Compiles and uses it; throws what the card's driver says when it cannot. */
export function useProgram(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, CORNERS],
    [gl.FRAGMENT_SHADER, COLOURS],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("The graphics card was lost.");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(gl.getProgramInfoLog(program) ?? "The graphics card takes no program.");
  gl.useProgram(program);
  for (const [name, unit] of Object.entries(UNITS)) gl.uniform1i(gl.getUniformLocation(program, name), unit);
  return { height: gl.getUniformLocation(program, "height") };
}

/** A texture whose places are read as they are, on a unit. */
export function madeTexture(
  gl: WebGL2RenderingContext,
  unit: number,
  format: number,
  width: number,
  height: number,
): WebGLTexture {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  return texture;
}
