/** The outline of the beam stop's shadow, as the worker finds it on the image; in words where it finds none. */

import { pointOf } from "../element/view";
import type { Geometry } from "../contract/manifest";
import { beamCentrePx } from "../geometry/detector";
import type { Inks } from "./inks";
import { inFrame } from "./lines";
import type { Scene } from "./scene";

export function drawShadow(
  context: CanvasRenderingContext2D,
  scene: Scene,
  ink: Inks,
  geometry: Geometry,
): void {
  const { shadow, view, density } = scene;
  if (!shadow) return;
  if (shadow.length > 0) {
    inFrame(context, scene, () => {
      context.strokeStyle = ink.beam;
      context.beginPath();
      for (let i = 0; i < shadow.length; i += 4) {
        context.moveTo(shadow[i + 1] ?? 0, shadow[i] ?? 0);
        context.lineTo(shadow[i + 3] ?? 0, shadow[i + 2] ?? 0);
      }
      context.stroke();
    });
    return;
  }
  const centre = beamCentrePx(geometry);
  if (!centre) return;
  const [x, y] = pointOf(view, centre);
  context.fillStyle = ink.beam;
  context.font = `${11 * density}px Inter Variable, sans-serif`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText("no beam stop seen", x + 14 * density, y + 18 * density);
}
