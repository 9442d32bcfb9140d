/** Found spots as circles, predictions as squares: filled corners where a found spot was indexed. */

import type { View } from "../contract/worker";
import type { Inks } from "./inks";
import type { Scene } from "./scene";
import { CIRCLE, DIAMOND, SQUARE, type Stamps } from "./stamps";

type Context = CanvasRenderingContext2D;

const SPOT_FIELDS = 3;
const PREDICTION_FIELDS = 6;
const LINE_PX = 1.4;
const INDICES_FROM_SCALE = 7;
const INDICES_MAX = 200;

/** Half the side of a mark, in pixels of the canvas: it keeps clear of the spot when one is near. */
function halfPx(scene: Scene): number {
  return Math.max(5 * scene.density, 3.5 * scene.view.scale);
}

/** Calls with each place that is seen, in pixels of the canvas. */
export function eachSeen(
  scene: Scene,
  places: Float32Array,
  fields: number,
  call: (x: number, y: number, first: number) => void,
): void {
  const { scale, slow_px, fast_px, width, height } = scene.view;
  const rim = halfPx(scene);
  for (let first = 0; first + fields <= places.length; first += fields) {
    const y = ((places[first] ?? 0) - slow_px) * scale;
    const x = ((places[first + 1] ?? 0) - fast_px) * scale;
    if (x > -rim && y > -rim && x < width + rim && y < height + rim) call(x, y, first);
  }
}

export function drawSpots(context: Context, scene: Scene, inks: Inks, stamps: Stamps): void {
  const half = halfPx(scene) * 1.45; // around the square of a prediction
  const put = stamps.of({
    name: "spot",
    ink: inks.spot,
    half,
    line: LINE_PX * scene.density,
    outline: CIRCLE,
  });
  eachSeen(scene, scene.spots, SPOT_FIELDS, (x, y) => {
    put(context, x, y);
  });
}

export function drawPredictions(context: Context, scene: Scene, inks: Inks, stamps: Stamps): void {
  const half = halfPx(scene);
  const line = LINE_PX * scene.density;
  const indexed = stamps.of({ name: "indexed", ink: inks.indexed, half, line, outline: SQUARE });
  const others = stamps.of({
    name: "predicted",
    ink: inks.predicted,
    half: half * 1.2,
    line,
    outline: DIAMOND,
  });
  eachSeen(scene, scene.predictions, PREDICTION_FIELDS, (x, y, first) => {
    (scene.predictions[first + 5] === 1 ? indexed : others)(context, x, y);
  });
  if (scene.view.scale / scene.density >= INDICES_FROM_SCALE) drawIndices(context, scene, inks, half);
}

function drawIndices(context: Context, scene: Scene, inks: Inks, half: number): void {
  let drawn = 0;
  context.font = `600 ${11 * scene.density}px Inter Variable, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.lineWidth = 3 * scene.density;
  context.strokeStyle = inks.halo;
  eachSeen(scene, scene.predictions, PREDICTION_FIELDS, (x, y, first) => {
    if (drawn++ >= INDICES_MAX) return;
    const text = indicesText(scene.predictions.subarray(first + 2, first + 5));
    context.fillStyle = scene.predictions[first + 5] === 1 ? inks.indexed : inks.predicted;
    context.strokeText(text, x, y - half - 2 * scene.density);
    context.fillText(text, x, y - half - 2 * scene.density);
  });
}

/** With a true minus sign. */
export function indicesText(indices: ArrayLike<number>, decimals = 0): string {
  return Array.from(indices, (value) =>
    value
      .toFixed(decimals)
      .replace(/^-0(\.0*)?$/, "0$1")
      .replace("-", "−"),
  ).join(" ");
}

/** Where the nearest of some spots begins in the list; undefined when none is within reach. */
export function indexOfNearest(
  spots: Float32Array,
  place: readonly [number, number],
  reach_px: number,
): number | undefined {
  let best: number | undefined;
  let least = reach_px;
  for (let first = 0; first + SPOT_FIELDS <= spots.length; first += SPOT_FIELDS) {
    const distance = Math.hypot((spots[first] ?? NaN) - place[0], (spots[first + 1] ?? NaN) - place[1]);
    if (distance <= least) [best, least] = [first, distance];
  }
  return best;
}

/** Where the strongest spot that is seen stands; undefined when none is. */
export function placeOfStrongest(spots: Float32Array, view: View): readonly [number, number] | undefined {
  let [place, most]: [readonly [number, number] | undefined, number] = [undefined, 0];
  for (let first = 0; first + SPOT_FIELDS <= spots.length; first += SPOT_FIELDS) {
    const [slow = NaN, fast = NaN, counts = 0] = spots.subarray(first, first + SPOT_FIELDS);
    const [y, x] = [(slow - view.slow_px) * view.scale, (fast - view.fast_px) * view.scale];
    const isSeen = x >= 0 && y >= 0 && x < view.width && y < view.height;
    if (isSeen && counts > most) [place, most] = [[slow, fast], counts];
  }
  return place;
}
