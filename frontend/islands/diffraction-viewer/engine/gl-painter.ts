// Puts layers of counts onto the canvas by a graphics card: the same picture as the processor's, place by place.
import type { Tone, View } from "../contract/worker";
import { madeTexture, UNITS, useProgram, type Program } from "./gl-program";
import type { Machine } from "./kernels";
import { aroundColour, type Layer, type LayerPainter } from "./painter";
import type { Level, Pyramid } from "./pyramid";
import { fillTable, TABLE_SIZE } from "./tone";

const TONE_SIDE = 256;
/** Levels that lie on the card: the overview's, a tile's, the frame's, and marks. */
const KEPT = 4;

interface Kept {
  pyramid: Pyramid;
  level: Level;
  version: number;
  texture: WebGLTexture;
}

export class GlPainter implements LayerPainter {
  whenBack?: () => void;
  private program: Program | null = null;
  private kept: Kept[] = [];
  private readonly spans = new Map<number, { texture: WebGLTexture; size: number }>();
  private readonly table = new Uint32Array(TABLE_SIZE);
  private tone: Tone | null = null;
  private toneIs = "";
  private readonly spansAt: number;
  private readonly longest: number;

  constructor(
    private readonly machine: Machine,
    private readonly gl: WebGL2RenderingContext,
    private readonly canvas: OffscreenCanvas,
  ) {
    this.longest = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    this.spansAt = machine.heap.take(this.longest * 8);
    this.begin();
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.program = null;
    });
    canvas.addEventListener("webglcontextrestored", () => {
      this.begin();
      this.whenBack?.();
    });
  }

  useTone(tone: Tone): void {
    const wanted = JSON.stringify(tone);
    if (wanted === this.toneIs) return;
    [this.tone, this.toneIs] = [tone, wanted];
    this.takeTone();
  }

  draw(view: View, layers: readonly Layer[]): void {
    const { gl, canvas, program } = this;
    const { width, height } = view;
    if (!program || Math.min(width, height) < 1 || Math.max(width, height) > this.longest) return;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    gl.viewport(0, 0, width, height);
    const around = aroundColour(this.tone?.is_inverted ?? false);
    const [red, green, blue] = [0, 8, 16].map((bits) => ((around >> bits) & 255) / 255);
    gl.clearColor(red ?? 0, green ?? 0, blue ?? 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform1i(program.height, height);
    for (const { pyramid, origin } of layers) {
      const level = pyramid.levelFor(view);
      this.takeCounts(pyramid, level);
      const step = 1 / (view.scale * level.pitch);
      this.takeSpans(UNITS.columns, (view.fast_px - origin[1]) / level.pitch, step, width, level.columns);
      this.takeSpans(UNITS.rows, (view.slow_px - origin[0]) / level.pitch, step, height, level.there);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
  }

  /** At first, and after the card was lost with all that lay on it. */
  private begin(): void {
    const { gl } = this;
    this.kept = [];
    this.spans.clear();
    this.program = useProgram(gl);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 2);
    madeTexture(gl, UNITS.tone, gl.RGBA8, TONE_SIDE, TONE_SIDE);
    this.takeTone();
  }

  private takeTone(): void {
    const { gl, tone, table } = this;
    if (!tone) return;
    fillTable(tone, table);
    gl.activeTexture(gl.TEXTURE0 + UNITS.tone);
    const bytes = new Uint8Array(table.buffer);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TONE_SIDE, TONE_SIDE, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  }

  /** Brings a level's counts to the card, unless they lie there. */
  private takeCounts(pyramid: Pyramid, level: Level): void {
    const { gl } = this;
    const found = this.kept.find((one) => one.pyramid === pyramid && one.level === level);
    this.kept = this.kept.filter((one) => one !== found);
    for (const old of this.kept.splice(0, Math.max(0, this.kept.length - KEPT + 1)))
      gl.deleteTexture(old.texture);
    const texture =
      found?.texture ?? madeTexture(gl, UNITS.counts, gl.R16UI, level.columns, Math.max(level.rows, 1));
    this.kept.push({ pyramid, level, version: pyramid.version, texture });
    gl.activeTexture(gl.TEXTURE0 + UNITS.counts);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    if (found?.version === pyramid.version || level.there === 0) return;
    const counts = this.machine.heap.u16(level.at, level.there * level.columns);
    const size = [level.columns, level.there] as const;
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ...size, gl.RED_INTEGER, gl.UNSIGNED_SHORT, counts);
  }

  /** Says what lies under each column, or under each row, of the picture. */
  private takeSpans(unit: number, corner: number, step: number, n: number, size: number): void {
    const { gl, machine, spansAt } = this;
    const known = this.spans.get(unit);
    if (known?.size !== n) {
      if (known) gl.deleteTexture(known.texture);
      this.spans.set(unit, { texture: madeTexture(gl, unit, gl.RG32UI, n, 1), size: n });
    }
    machine.kernels.lay_out(corner, step, n, size, spansAt);
    gl.activeTexture(gl.TEXTURE0 + unit);
    const spans = machine.heap.u32(spansAt, 2 * n);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, n, 1, gl.RG_INTEGER, gl.UNSIGNED_INT, spans);
  }
}
