/** All that is drawn over a picture, as plain values. */

import type { Manifest } from "../contract/manifest";
import type { Region, Tone, View } from "../contract/worker";
import type { Place } from "../geometry/detector";
import type { Measured, Overlay } from "../element/looks";

/** Exact counts of a part of the frame, row by row; -1 in gaps. */
export interface Counts {
  region: Region;
  counts: Float64Array;
}

export interface Scene {
  view: View;
  /** Pixels of the canvas for one of the page. */
  density: number;
  manifest: Manifest;
  tone: Tone;
  shown: readonly Overlay[];
  /** n × 3: slow, fast, counts. */
  spots: Float32Array;
  /** n × 6: slow, fast, h, k, l, whether it was indexed from a found spot. */
  predictions: Float32Array;
  counts: Counts | null;
  /** n × 4: the outline of the beam stop's shadow; of no length where none is seen, null where nobody looked yet. */
  shadow: Float32Array | null;
  measured: Measured;
  /** Where the cursor stands for people who use keys. */
  cursor: Place | null;
}

export const NO_PLACES: Float32Array = new Float32Array(0);
