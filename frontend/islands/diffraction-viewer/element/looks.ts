/** How somebody looks at a run's images: all of it stands in the page's address. Pure. */

import {
  COLOURS,
  type Colours,
  type Region,
  type Threshold,
  type Tone,
  type ToneScale,
} from "../contract/worker";
import type { How, Which } from "../contract/source";
import type { Place } from "../geometry/detector";
import { WHOLE, type Looking } from "./view";

export const OVERLAYS = ["rings", "ice", "spots", "predictions", "beam", "mask"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** What is measured, and where on the frame. */
export type Measured =
  | { kind: "none" }
  | { kind: "line"; from: Place; to: Place }
  | { kind: "box"; region: Region }
  | { kind: "radial" }
  | { kind: "rocking"; at: Place };
export type Measure = Measured["kind"];

export interface Looks {
  image: number;
  count: number;
  how: How;
  looking: Looking;
  /** Above 1 weak spots get brighter; counts for automatic levels only. */
  contrast: number;
  /** Counts at black and at white; null for automatic. */
  levels: readonly [number, number] | null;
  scale: ToneScale;
  colours: Colours;
  is_inverted: boolean;
  threshold: Threshold;
  shown: readonly Overlay[];
  measured: Measured;
  /** The image beside it. */
  compared: number | null;
  follows: boolean;
}

export const SCALES: readonly ToneScale[] = ["linear", "sqrt", "log"];
export const HOWS: readonly How[] = ["sum", "max", "mean"];
export const NO_THRESHOLD: Threshold = { kind: "none" };
export const FIXED: Extract<Threshold, { kind: "fixed" }> = { kind: "fixed", counts: 10 };
/** DIALS' defaults. */
export const DISPERSION: Extract<Threshold, { kind: "dispersion" }> = {
  kind: "dispersion",
  sigma_background: 6,
  sigma_strong: 3,
  half_width_px: 3,
  counts_min: 2,
};
export const CONTRAST_STEP = 1.5;
const CONTRASTS = [0.05, 20] as const;
export const COUNT_MAX = 100;
/** A picture with hardly a count in it does not become noise. */
const WHITE_MIN_COUNTS = 6;

export function firstLooks(image: number): Looks {
  return {
    image,
    count: 1,
    how: "sum",
    looking: WHOLE,
    contrast: 1,
    levels: null,
    scale: "linear",
    colours: COLOURS[0],
    is_inverted: false,
    threshold: NO_THRESHOLD,
    shown: ["mask"],
    measured: { kind: "none" },
    compared: null,
    follows: false,
  };
}

export function which(looks: Looks, image = looks.image): Which {
  return { image, count: looks.count, how: looks.how };
}

/**
 * Counts at which an automatic picture is white, such that the background is dark and spots stand out of it: where
 * there are few spots, thrice as far from the median as the brightest thousandth of the pixels; where there are many,
 * so that the brightest thousandth are spots, five times as far as the brightest hundredth.
 */
export function whiteCounts(p50: number, p99: number, p999: number): number {
  return Math.max(p50 + Math.min(3 * (p999 - p50), 5 * (p99 - p50)), WHITE_MIN_COUNTS);
}

/** Black and white, in counts, for a picture that is white at `white_counts` by itself. */
export function levelsOf(looks: Looks, white_counts: number): readonly [number, number] {
  return looks.levels ?? [0, white_counts / looks.contrast];
}

export function toneOf(looks: Looks, white_counts: number): Tone {
  const [low_counts, high_counts] = levelsOf(looks, white_counts);
  return {
    colours: looks.colours,
    scale: looks.scale,
    low_counts,
    high_counts,
    is_inverted: looks.is_inverted,
    shows_mask: looks.shown.includes("mask"),
    threshold: looks.threshold,
  };
}

/** Brighter (above 1) or dimmer weak spots. */
export function withContrast(looks: Looks, factor: number): Looks {
  if (looks.levels) {
    const [low, high] = looks.levels;
    return { ...looks, levels: [low, low + (high - low) / factor] };
  }
  const contrast = Math.min(Math.max(looks.contrast * factor, CONTRASTS[0]), CONTRASTS[1]);
  return { ...looks, contrast: Number(contrast.toPrecision(3)) };
}

export function toggled(looks: Looks, overlay: Overlay): Looks {
  const shown = looks.shown.includes(overlay)
    ? looks.shown.filter((name) => name !== overlay)
    : [...looks.shown, overlay];
  return { ...looks, shown };
}

/** The one after this, the first after the last. */
export function next<T>(all: readonly T[], now: T): T {
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}

export function nextThreshold(now: Threshold): Threshold {
  const kinds: Record<Threshold["kind"], Threshold> = {
    none: FIXED,
    fixed: DISPERSION,
    dispersion: NO_THRESHOLD,
  };
  return kinds[now.kind];
}

export function within(image: number, last: number): number {
  return Math.min(Math.max(Math.round(image), 1), Math.max(last, 1));
}

/** On another image: the one beside it goes along. */
export function onImage(looks: Looks, image: number, last: number): Looks {
  return { ...looks, image: within(image, last - looks.count + 1) };
}
