/** Draws all that lies over a picture, on a canvas of its own. */

import type { Geometry } from "../contract/manifest";
import { pointOf } from "../element/view";
import { drawCounts } from "./counts";
import { inks, type Inks } from "./inks";
import { Rings, drawBeam, drawIce, drawPanels, drawRings } from "./lines";
import { drawPredictions, drawSpots } from "./marks";
import type { Scene } from "./scene";
import { drawShadow } from "./shadow";
import { Stamps } from "./stamps";

export class Painter {
  private readonly context: CanvasRenderingContext2D | null;
  private rings: Rings | null = null;
  private readonly stamps = new Stamps();
  /** How long the last drawing took. */
  took_ms = 0;
  /** Resolutions of the rings that the last drawing has. */
  ringsShown: readonly number[] = [];
  private painted: { scene: Scene; words: string } | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext("2d");
  }

  /** Draws a scene, unless it would look as what stands there; says whether it did. */
  paint(scene: Scene): boolean {
    const begin = performance.now();
    const words = wordsOf(scene);
    if (this.painted?.words === words && haveSameData(this.painted.scene, scene)) return false;
    this.painted = { scene, words };
    if (this.context) this.draw(this.context, scene);
    this.took_ms = performance.now() - begin;
    return true;
  }

  private draw(context: CanvasRenderingContext2D, scene: Scene): void {
    const { canvas } = this;
    if (canvas.width !== scene.view.width) canvas.width = scene.view.width;
    if (canvas.height !== scene.view.height) canvas.height = scene.view.height;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.ringsShown = [];
    // What has nothing on it need not be laid over each picture.
    canvas.hidden = isEmpty(scene);
    if (canvas.hidden) return;
    this.layers(context, scene, inks(scene.tone.is_inverted));
  }

  private layers(context: CanvasRenderingContext2D, scene: Scene, ink: Inks): void {
    const { shown, manifest, counts } = scene;
    if (counts) drawCounts(context, scene, counts);
    if (manifest.geometry) this.trueLines(context, scene, manifest.geometry, ink);
    if (shown.includes("predictions")) drawPredictions(context, scene, ink, this.stamps);
    if (shown.includes("spots")) drawSpots(context, scene, ink, this.stamps);
    drawMeasured(context, scene, ink);
    drawCursor(context, scene, ink);
  }

  private trueLines(context: CanvasRenderingContext2D, scene: Scene, geometry: Geometry, ink: Inks): void {
    if (this.rings?.geometry !== geometry) this.rings = new Rings(geometry);
    if (scene.shown.includes("mask") && geometry.panels.length > 1) drawPanels(context, scene, geometry, ink);
    if (scene.shown.includes("ice")) drawIce(context, scene, this.rings, ink);
    this.ringsShown = scene.shown.includes("rings") ? drawRings(context, scene, this.rings, ink) : [];
    if (!scene.shown.includes("beam")) return;
    drawBeam(context, scene, geometry, ink);
    drawShadow(context, scene, ink, geometry);
  }
}

/** All that a drawing depends on, but for what is large. Of tones, only ink that stands in the pixels knows more than light and dark. */
function wordsOf({ view, density, tone, shown, measured, cursor, counts }: Scene): string {
  return JSON.stringify([view, density, shown, measured, cursor, counts ? tone : tone.is_inverted]);
}

function isEmpty({ shown, manifest, measured, cursor, counts }: Scene): boolean {
  const hasPanels = (manifest.geometry?.panels.length ?? 0) > 1;
  const isShown = shown.some((overlay) => overlay !== "mask" || hasPanels);
  return !isShown && !counts && !cursor && ["none", "radial"].includes(measured.kind);
}

function haveSameData(a: Scene, b: Scene): boolean {
  return (["manifest", "spots", "predictions", "counts", "shadow"] as const).every(
    (name) => a[name] === b[name],
  );
}

/** The line, box or spot that is measured. */
function drawMeasured(context: CanvasRenderingContext2D, scene: Scene, ink: Inks): void {
  const { measured, view, density } = scene;
  context.strokeStyle = context.fillStyle = ink.measure;
  context.lineWidth = 1.75 * density;
  context.beginPath();
  if (measured.kind === "line") {
    for (const end of [measured.from, measured.to]) {
      const [x, y] = pointOf(view, end);
      context.moveTo(x + 4 * density, y);
      context.arc(x, y, 4 * density, 0, 2 * Math.PI);
    }
    context.moveTo(...pointOf(view, measured.from));
    context.lineTo(...pointOf(view, measured.to));
  } else if (measured.kind === "box") {
    const { rows, columns } = measured.region;
    const [x, y] = pointOf(view, [rows[0], columns[0]]);
    context.rect(x, y, (columns[1] - columns[0]) * view.scale, (rows[1] - rows[0]) * view.scale);
  } else if (measured.kind === "rocking") {
    const half = Math.max(ROCKING_HALF_PX * view.scale, 7 * density);
    const [x, y] = pointOf(view, measured.at);
    context.rect(x - half, y - half, 2 * half, 2 * half);
  }
  context.stroke();
}

/** Half the side of the box in which a spot is followed through the images. */
export const ROCKING_HALF_PX = 4;

function drawCursor(context: CanvasRenderingContext2D, scene: Scene, ink: Inks): void {
  if (!scene.cursor) return;
  const [x, y] = pointOf(scene.view, scene.cursor);
  const arm = 8 * scene.density;
  for (const [colour, width] of [
    [ink.halo, 4],
    [ink.measure, 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * scene.density;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
    context.stroke();
  }
}
