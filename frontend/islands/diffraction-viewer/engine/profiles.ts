// Profiles of exact counts: along a line, over a box, and around the beam.
import type { Geometry, Panel } from "../contract/manifest";
import type { Answer, Region } from "../contract/worker";
import type { CountsReader } from "./counts";
import { checked, GAP_COUNTS, type Machine } from "./kernels";
import type { Stage } from "./stage";

const BINS = 512;
const PANEL_WORDS = 13;

/** Counts in steps of a pixel from one place to another, both included; NaN in gaps and beside the frame. */
export function alongLine(
  reader: CountsReader,
  shape: readonly [number, number],
  from: readonly [number, number],
  to: readonly [number, number],
): Float64Array {
  const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
  const counts = new Float64Array(steps + 1).fill(NaN);
  const place = (i: number, axis: 0 | 1): number =>
    Math.floor(from[axis] + ((to[axis] - from[axis]) * i) / steps);
  const byRow = new Map<number, number[]>();
  for (let i = 0; i <= steps; i++) {
    const row = place(i, 0);
    if (row >= 0 && row < shape[0]) byRow.set(row, [...(byRow.get(row) ?? []), i]);
  }
  for (const [row, samples] of byRow) {
    reader.eachStrip(row, row + 1, (strip) => {
      for (const i of samples) {
        const column = place(i, 1);
        const value = column >= 0 && column < shape[1] ? strip[column] : undefined;
        if (value !== undefined && value !== GAP_COUNTS) counts[i] = value;
      }
    });
  }
  return counts;
}

/** Sums over a box, by row and by column. */
export function overBox(reader: CountsReader, shape: readonly [number, number], region: Region): Answer {
  const cut = ([first, end]: readonly [number, number], size: number): [number, number] => [
    Math.min(Math.max(0, Math.floor(first)), size),
    Math.max(0, Math.min(size, Math.ceil(end))),
  ];
  const [rows, columns] = [cut(region.rows, shape[0]), cut(region.columns, shape[1])];
  const byRow = new Float64Array(Math.max(0, rows[1] - rows[0]));
  const byColumn = new Float64Array(Math.max(0, columns[1] - columns[0]));
  let [sum, good, max] = [0, 0, 0];
  reader.eachStrip(rows[0], rows[1], (strip, first, end) => {
    for (let row = first; row < end; row++) {
      let sumOfRow = 0;
      for (let column = columns[0]; column < columns[1]; column++) {
        const value = strip[(row - first) * shape[1] + column] ?? GAP_COUNTS;
        if (value === GAP_COUNTS) continue;
        sumOfRow += value;
        byColumn[column - columns[0]] = (byColumn[column - columns[0]] ?? 0) + value;
        good++;
        if (value > max) max = value;
      }
      byRow[row - rows[0]] = sumOfRow;
      sum += sumOfRow;
    }
  });
  return {
    kind: "box",
    by_row: byRow,
    by_column: byColumn,
    sum,
    mean: good > 0 ? sum / good : NaN,
    max,
    good,
  };
}

/** Largest |s1 - s0| (unit vectors) at any panel's corner; never more than 2. */
function widest(geometry: Geometry): number {
  let most = 0;
  for (const panel of geometry.panels) {
    for (const [slow, fast] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const [down, across] = [slow * panel.shape[0], fast * panel.shape[1]];
      const at = stepped(panel, down, across);
      const long = Math.hypot(...at);
      const away = Math.hypot(...([0, 1, 2] as const).map((k) => at[k] / long - geometry.beam_direction[k]));
      most = Math.max(most, away);
    }
  }
  return Math.min(2, most);
}

function stepped(panel: Panel, slow: number, fast: number): [number, number, number] {
  const along = (k: 0 | 1 | 2): number =>
    panel.origin_mm[k] +
    panel.slow_axis[k] * panel.pixel_size_mm[0] * slow +
    panel.fast_axis[k] * panel.pixel_size_mm[1] * fast;
  return [along(0), along(1), along(2)];
}

function writePanel({ heap }: Machine, at: number, panel: Panel): void {
  const slow = panel.slow_axis.map((part) => part * panel.pixel_size_mm[0]);
  const fast = panel.fast_axis.map((part) => part * panel.pixel_size_mm[1]);
  heap.f32(at, 9).set([...panel.origin_mm, ...slow, ...fast]);
  const [row, column] = panel.at_px;
  heap.u32(at + 36, 4).set([row, row + panel.shape[0], column, column + panel.shape[1]]);
}

/** Mean counts by 1/d, over the whole frame; NaN where no pixel is good. */
export function aroundBeam(reader: CountsReader, stage: Stage, geometry: Geometry): Answer {
  const { heap, kernels } = stage.machine;
  const [rows, columns] = stage.manifest.shape;
  const [panelAt, beamAt] = [heap.take(PANEL_WORDS * 4), heap.take(12)];
  const [sumsAt, numbersAt] = [heap.take((BINS + 1) * 8), heap.take((BINS + 1) * 4)];
  const span = widest(geometry);
  heap.f32(beamAt, 3).set(geometry.beam_direction);
  heap.f64(sumsAt, BINS + 1).fill(0);
  heap.u32(numbersAt, BINS + 1).fill(0);
  for (const panel of geometry.panels) {
    writePanel(stage.machine, panelAt, panel);
    const end = Math.min(rows, panel.at_px[0] + panel.shape[0]);
    reader.eachStrip(panel.at_px[0], end, (_, first, last, at) => {
      const bins = [BINS / span, BINS, sumsAt, numbersAt] as const;
      checked(kernels.add_radially(at, first, last - first, columns, panelAt, beamAt, ...bins));
    });
  }
  const [sums, numbers] = [heap.f64(sumsAt, BINS).slice(), heap.u32(numbersAt, BINS).slice()];
  for (const at of [panelAt, beamAt, sumsAt, numbersAt]) heap.giveBack(at);
  return {
    kind: "radial",
    inverse_angstrom: Float64Array.from(
      sums,
      (_, i) => ((i + 0.5) * span) / BINS / geometry.wavelength_angstrom,
    ),
    counts: sums.map((sum, i) => (numbers[i] ? sum / numbers[i] : NaN)),
  };
}
