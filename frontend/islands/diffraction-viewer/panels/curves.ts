/** What the worker measured, as curves and words. Pure. */

import type { Answer, Question } from "../contract/worker";
import type { Measured } from "../element/looks";
import { ROCKING_HALF_PX } from "../overlays/painter";
import type { Curve } from "./chart";
import { brief } from "./chart";

/** Images on either side of the shown one that a rocking curve is followed through, together. */
export const ROCKING_IMAGES = 21;

export interface Reading {
  words: string;
  curves: Curve[];
}

export function questionOf(measured: Measured): Question | null {
  switch (measured.kind) {
    case "none":
      return null;
    case "line":
      return { kind: "line", from: measured.from, to: measured.to };
    case "box":
      return { kind: "box", region: measured.region };
    case "radial":
      return { kind: "radial" };
    case "rocking": {
      const [slow, fast] = measured.at;
      return { kind: "rocking", slow, fast, half_width_px: ROCKING_HALF_PX, images: ROCKING_IMAGES };
    }
  }
}

function count(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index);
}

export function readingOf(measured: Measured, answer: Answer): Reading | null {
  if (answer.kind === "none") return { words: answer.reason, curves: [] };
  if (answer.kind === "line" && measured.kind === "line") return lineReading(measured, answer.counts);
  if (answer.kind === "box" && measured.kind === "box") return boxReading(measured, answer);
  if (answer.kind === "radial") return radialReading(answer);
  if (answer.kind === "rocking") return rockingReading(answer);
  return null;
}

function lineReading(measured: Extract<Measured, { kind: "line" }>, counts: Float64Array): Reading {
  const length_px = Math.hypot(measured.to[0] - measured.from[0], measured.to[1] - measured.from[1]);
  const along = count(0, counts.length).map((index) => (index / Math.max(counts.length - 1, 1)) * length_px);
  return {
    words: `${brief(length_px)} px long.`,
    curves: [{ label: "Along the line", across: "px", up: "counts", x: along, y: counts }],
  };
}

function boxReading(
  measured: Extract<Measured, { kind: "box" }>,
  answer: Extract<Answer, { kind: "box" }>,
): Reading {
  const { rows, columns } = measured.region;
  const size = `${columns[1] - columns[0]} × ${rows[1] - rows[0]} px`;
  const { sum, mean, max, good } = answer;
  return {
    words: `${size}, ${good} with a value: sum ${brief(sum)}, mean ${brief(mean)}, most ${brief(max)} counts.`,
    curves: [
      {
        label: "Columns, each summed",
        across: "x, px",
        up: "counts",
        x: count(columns[0], answer.by_column.length),
        y: answer.by_column,
      },
      {
        label: "Rows, each summed",
        across: "y, px",
        up: "counts",
        x: count(rows[0], answer.by_row.length),
        y: answer.by_row,
      },
    ],
  };
}

function radialReading({ inverse_angstrom, counts }: Extract<Answer, { kind: "radial" }>): Reading {
  const written = (inverse: number): string => (inverse > 0 ? `${brief(1 / inverse)} Å` : "∞");
  return {
    words: "Mean counts of the pixels that see each resolution.",
    curves: [
      {
        label: "Radial average",
        across: "resolution",
        up: "counts",
        x: inverse_angstrom,
        y: counts,
        written,
      },
    ],
  };
}

function rockingReading({ images, counts }: Extract<Answer, { kind: "rocking" }>): Reading {
  const most = counts.reduce((best, value, index) => (value > (counts[best] ?? -Infinity) ? index : best), 0);
  const total = counts.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0);
  return {
    words: `Strongest in image ${images[most] ?? "–"}; ${brief(total)} counts above background in all.`,
    curves: [{ label: "Rocking curve", across: "image", up: "counts", x: images, y: counts }],
  };
}
