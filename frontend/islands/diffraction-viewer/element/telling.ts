/** Tells the page what each drawing took, as `picture-drawn` of a picture, for those who measure. */

import type { Lane } from "../contract/worker";
import type { Pane } from "./pane";

export interface PictureDrawn {
  /** Another image, the same in another tone or from another view, or what lies over it. */
  what: "image" | "look" | "overlays";
  /** Number of the image that stands there; 0 before the first. */
  image: number;
  lane: Lane | null;
  /** Decoding and drawing. */
  took_ms: number;
  /** Since it was asked for; null for what was not. */
  reached_ms: number | null;
}

export function tellDrawn(
  { root, drawn, lane }: Pane,
  what: PictureDrawn["what"],
  took_ms: number,
  reached_ms: number | null = null,
): void {
  const detail: PictureDrawn = { what, image: drawn?.image ?? 0, lane, took_ms, reached_ms };
  root.dispatchEvent(new CustomEvent("picture-drawn", { detail, bubbles: true }));
}
