// What the page and the worker say to each other. The worker owns the source, the canvas and every pixel.
import type { Manifest } from "./manifest";
import type { Which } from "./source";

/** What part of the frame the canvas shows. */
export interface View {
  /** Canvas pixels for one detector pixel. */
  scale: number;
  /** Detector position (slow, fast; corner of the first pixel is 0, 0) at the canvas's top left corner. */
  slow_px: number;
  fast_px: number;
  /** Size of the canvas, in its own pixels. */
  width: number;
  height: number;
}

export type ToneScale = "linear" | "sqrt" | "log";

export type Threshold =
  | { kind: "none" }
  | { kind: "fixed"; counts: number }
  | {
      kind: "dispersion";
      sigma_background: number;
      sigma_strong: number;
      half_width_px: number;
      counts_min: number;
    };

/**
 * Colour maps by name, dark for few; `cividis` and `viridis` are read alike by people who do not tell red from green.
 * `heat` and `rainbow` are what the field's viewers offer; the server draws with them as well.
 */
export const COLOURS = ["grey", "heat", "viridis", "cividis", "rainbow"] as const;
export type Colours = (typeof COLOURS)[number];

/** How counts become colours; changing it asks the server for nothing. */
export interface Tone {
  colours: Colours;
  scale: ToneScale;
  low_counts: number;
  high_counts: number;
  is_inverted: boolean;
  shows_mask: boolean;
  threshold: Threshold;
}

export type SourceSpec =
  | { kind: "http"; manifest_url: string }
  | { kind: "mock"; detector: "1M" | "4M" | "9M" | "16M"; bits: 16 | 32 };

export interface Region {
  rows: readonly [number, number];
  columns: readonly [number, number];
}

/** Questions about the exact counts of what is shown; answered from memory. Gaps are NaN, in regions -1. */
export type Question =
  | { kind: "counts"; slow: number; fast: number }
  | { kind: "region"; region: Region }
  | { kind: "line"; from: readonly [number, number]; to: readonly [number, number] }
  | { kind: "box"; region: Region }
  | { kind: "radial" }
  | { kind: "histogram" }
  | { kind: "spots" }
  | { kind: "predictions" }
  /** What lies in the shadow of the beam stop, around where the beam meets the detector. */
  | { kind: "shadow"; slow: number; fast: number }
  /** Counts above background in a box around a position, over the images around the shown one. */
  | { kind: "rocking"; slow: number; fast: number; half_width_px: number; images: number };

export type Answer =
  /** NaN in `counts` for a gap; `is_exact` false where only the overview is there yet (then counts are approximate). */
  | { kind: "counts"; counts: number; is_exact: boolean }
  | { kind: "region"; region: Region; counts: Float64Array }
  | { kind: "line"; counts: Float64Array }
  /** Sums over each row, and over each column; mean of the good pixels. */
  | {
      kind: "box";
      by_row: Float64Array;
      by_column: Float64Array;
      sum: number;
      mean: number;
      max: number;
      good: number;
    }
  /** Mean counts by 1/d (1/Å). */
  | { kind: "radial"; inverse_angstrom: Float64Array; counts: Float64Array }
  /** Pixels by counts; edges has one more. */
  | { kind: "histogram"; edges: Float64Array; pixels: Float64Array }
  | { kind: "spots"; places: Float32Array }
  | { kind: "predictions"; places: Float32Array }
  /** n × 4: the outline, piece by piece, from (slow, fast) to (slow, fast). */
  | { kind: "shadow"; edges: Float32Array; from: "image" | "mask" }
  | { kind: "rocking"; images: Float64Array; counts: Float64Array }
  | { kind: "none"; reason: string };

/** Who draws: a graphics card where there is a real one, else this processor; or one of them whatever there is. */
export const GRAPHICS = ["auto", "cpu", "gpu"] as const;
export type Graphics = (typeof GRAPHICS)[number];

export type ToWorker =
  | {
      kind: "start";
      canvas: OffscreenCanvas;
      source: SourceSpec;
      wasm_url: string;
      cache_bytes: number;
      graphics: Graphics;
    }
  /** Show an image; `direction` is the way of travel, for prefetching; `is_playing` keeps to overviews. */
  | { kind: "show"; which: Which; direction: -1 | 0 | 1; is_playing: boolean }
  | { kind: "view"; view: View }
  | { kind: "tone"; tone: Tone }
  /** News of the run: how many images are ready. */
  | { kind: "ready"; images: number; is_collecting: boolean }
  | { kind: "ask"; id: number; question: Question }
  | { kind: "stop" };

export type Lane = "overview" | "tile" | "exact";

export type FromWorker =
  | { kind: "started"; manifest: Manifest; graphics: "cpu" | "gpu" }
  | { kind: "manifest"; manifest: Manifest }
  /** Something new stands on the canvas; `took_ms` is the time of decoding and drawing, `reached_ms` since it was asked for. */
  | { kind: "drawn"; which: Which; lane: Lane; took_ms: number; reached_ms: number }
  /** Another image near by stands there for one that was asked for in passing; it comes itself when one stays. */
  | { kind: "passed"; which: Which }
  /** The same image stands there in another tone, or from another view. */
  | { kind: "redrawn"; took_ms: number }
  /** Levels that fit the frame, for automatic contrast: counts below which that part of the good pixels lies. */
  | { kind: "levels"; which: Which; p50: number; p99: number; p999: number; max: number }
  | { kind: "progress"; which: Which; part: number }
  | { kind: "line"; bits_per_s: number; latency_ms: number }
  | { kind: "answer"; id: number; answer: Answer }
  /** In words for people; `is_final` when nothing more will come. */
  | { kind: "trouble"; message: string; is_final: boolean };
