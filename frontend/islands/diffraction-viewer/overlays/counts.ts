/** Counts written into the pixels, once these are large enough to hold them. */

import type { Region, Tone, View } from "../contract/worker";
import type { Shape } from "../element/view";
import type { Counts, Scene } from "./scene";

type Context = CanvasRenderingContext2D;

/** So large is a pixel on the page, at the least, when counts are written. */
export const COUNTS_FROM_PX = 24;
const LARGEST_FONT_PX = 14;
const DIGIT_WIDTH = 0.62;
/** Brighter than this part of the colours, ink is dark. */
const DARK_INK_FROM = 0.5;

/** Pixels whose counts are to be written; null when they are too small. */
export function countedRegion(view: View, shape: Shape, density: number): Region | null {
  if (view.scale < COUNTS_FROM_PX * density) return null;
  const clip = (value: number, last: number): number => Math.min(Math.max(value, 0), last);
  const rows = [
    clip(Math.floor(view.slow_px), shape[0]),
    clip(Math.ceil(view.slow_px + view.height / view.scale), shape[0]),
  ] as const;
  const columns = [
    clip(Math.floor(view.fast_px), shape[1]),
    clip(Math.ceil(view.fast_px + view.width / view.scale), shape[1]),
  ] as const;
  return rows[1] > rows[0] && columns[1] > columns[0] ? { rows, columns } : null;
}

/** Part of the way from the first to the last colour that counts are drawn with. */
export function brightness(counts: number, tone: Tone): number {
  const part = Math.min(Math.max((counts - tone.low_counts) / (tone.high_counts - tone.low_counts), 0), 1);
  const range = Math.max(tone.high_counts - tone.low_counts, 1);
  const bent = {
    linear: part,
    sqrt: Math.sqrt(part),
    log: Math.log1p(part * range) / Math.log1p(range),
  }[tone.scale];
  return tone.is_inverted ? 1 - bent : bent;
}

export function drawCounts(context: Context, scene: Scene, { region, counts }: Counts): void {
  const { view, tone, density } = scene;
  const columns = region.columns[1] - region.columns[0];
  const digits = String(counts.reduce((most, value) => Math.max(most, value), 0)).length;
  const size_px = Math.min(
    LARGEST_FONT_PX * density,
    (0.86 * view.scale) / (DIGIT_WIDTH * Math.max(digits, 2)),
  );
  context.font = `${size_px}px Inter Variable, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const isDark of [false, true]) {
    context.fillStyle = isDark ? "#10161d" : "#f2f6fa";
    counts.forEach((value, index) => {
      if (value < 0 || brightness(value, tone) > DARK_INK_FROM !== isDark) return;
      const row = region.rows[0] + Math.floor(index / columns);
      const column = region.columns[0] + (index % columns);
      const y = (row + 0.5 - view.slow_px) * view.scale;
      context.fillText(String(value), (column + 0.5 - view.fast_px) * view.scale, y);
    });
  }
}
