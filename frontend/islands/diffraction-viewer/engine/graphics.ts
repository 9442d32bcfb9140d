// Who draws: a graphics card, where there is a real one, or the processor.
import type { Graphics } from "../contract/worker";
import { GlPainter } from "./gl-painter";
import { canvasScreen, Painter } from "./painter";
import type { Surroundings } from "./session";

/** Detectors are no wider, and no screen is. */
const TEXTURE_MIN_PX = 8192;
/** Programs that do a card's work on the processor, slower than it does by itself. */
const IMITATIONS = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const WANTED: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
};

/** Whether a card is there that draws faster than the processor; found out on a canvas that is thrown away. */
export function hasCard(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", {
    ...WANTED,
    failIfMajorPerformanceCaveat: true,
  });
  if (!gl) return false;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  const isLargeEnough = (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number) >= TEXTURE_MIN_PX;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return isLargeEnough && !IMITATIONS.test(name);
}

/** A canvas is the one's or the other's from its first use on. */
export function graphicsFor(
  canvas: OffscreenCanvas,
  wanted: Graphics,
): Pick<Surroundings, "graphics" | "painterOf"> {
  const gl =
    wanted === "gpu" || (wanted === "auto" && hasCard()) ? canvas.getContext("webgl2", WANTED) : null;
  return gl
    ? { graphics: "gpu", painterOf: (machine) => new GlPainter(machine, gl, canvas) }
    : { graphics: "cpu", painterOf: (machine) => new Painter(machine, canvasScreen(canvas)) };
}
