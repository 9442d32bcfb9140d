// Where the beam stop stands before the detector: what lies in its shadow around the beam, on an image or in the mask.
import type { Level } from "./pyramid";

/** Cells of so many pixels along either axis are looked at: single pixels have too few counts. */
const CELL_PX = 8;
/** No farther from the beam than this part of the longer side of the frame. */
const REACH = 0.2;
/** In the shadow there is less than this part of what is around the beam at the same distance, or a little farther out. */
const DARK = 0.45;
/** Of what is at a distance, the upper quarter begins here: arms and gaps make the rest darker. */
const UPPER = 0.75;
const FARTHER = 0.25;
/** A cell that is expected to have fewer counts, together with the eight around it, says nothing. */
const COUNTS_MIN = 100;
/** The beam may lie so many cells beside the stop's edge, or in a gap between modules that crosses the stop. */
const BESIDE_CELLS = 4;
const CELLS_MIN = 3;
const PART_MAX = 0.3;

export interface Shadow {
  /** n × 4: the outline, piece by piece, from (slow, fast) to (slow, fast). */
  edges: Float32Array;
  from: "image" | "mask";
}

/** Cells around the beam, row by row. */
interface Cells {
  side: number;
  /** Cells from the frame's corner to the first of these. */
  first: readonly [number, number];
  beam: readonly [number, number];
  /** Mean counts; NaN where no pixel has any. */
  means: Float64Array;
  /** Whether a cell is on the frame. */
  isThere: Uint8Array;
}

/** `shown` are the shown counts of a whole frame; null when no shadow is seen, or the counts are too few to tell. */
export function shadowOfStop(
  shown: Uint16Array,
  level: Level,
  beam: readonly [number, number],
): Shadow | null {
  const cells = cellsAround(shown, level, beam);
  const dark = connected(cells, darkOf(cells));
  if (dark) return { edges: outline(cells, dark), from: "image" };
  const masked = connected(cells, (i) => cells.isThere[i] === 1 && Number.isNaN(cells.means[i]));
  return masked && !goesAcross(cells, masked) ? { edges: outline(cells, masked), from: "mask" } : null;
}

function cellsAround(shown: Uint16Array, { rows, columns }: Level, beam: readonly [number, number]): Cells {
  const reach = Math.ceil((REACH * Math.max(rows, columns)) / CELL_PX);
  const side = 2 * reach + 1;
  const first = [Math.floor(beam[0] / CELL_PX) - reach, Math.floor(beam[1] / CELL_PX) - reach] as const;
  const [means, isThere] = [new Float64Array(side * side).fill(NaN), new Uint8Array(side * side)];
  for (let i = 0; i < side * side; i++) {
    const row = (first[0] + Math.floor(i / side)) * CELL_PX;
    const column = (first[1] + (i % side)) * CELL_PX;
    if (row < 0 || column < 0 || row >= rows || column >= columns) continue;
    isThere[i] = 1;
    let [sum, good] = [0, 0];
    for (let y = row; y < Math.min(row + CELL_PX, rows); y++)
      for (let x = column; x < Math.min(column + CELL_PX, columns); x++) {
        const value = shown[y * columns + x] ?? 0;
        sum += value ? value - 1 : 0;
        good += value ? 1 : 0;
      }
    if (good >= CELL_PX) means[i] = sum / good;
  }
  return { side, first, beam: [reach, reach], means, isThere };
}

function distance({ side, beam }: Cells, i: number): number {
  return Math.round(Math.hypot(Math.floor(i / side) - beam[0], (i % side) - beam[1]));
}

/** What tells a cell in the shadow: much darker than others as far from the beam, or a little farther. */
function darkOf(cells: Cells): (i: number) => boolean {
  const rings: number[][] = [];
  const smooth = cells.means.map((_, i) => meanAround(cells, i));
  smooth.forEach((mean, i) => {
    if (!Number.isNaN(mean)) (rings[distance(cells, i)] ??= []).push(mean);
  });
  const upper = Array.from(rings, (ring?: number[]) => {
    const sorted = (ring ?? []).sort((a, b) => a - b);
    return sorted[Math.floor(UPPER * sorted.length)] ?? 0;
  });
  const farther = Math.ceil(FARTHER * cells.beam[0]);
  const expected = upper.map((_, r) => Math.max(...upper.slice(r, r + farther + 1)));
  return (i) => {
    const [mean, usual] = [smooth[i] ?? NaN, expected[distance(cells, i)] ?? 0];
    return usual * (3 * CELL_PX) ** 2 >= COUNTS_MIN && mean < DARK * usual;
  };
}

/** Mean of a cell and the eight around it; NaN for one that has none itself. */
function meanAround({ means, side }: Cells, at: number): number {
  if (Number.isNaN(means[at])) return NaN;
  let [sum, n] = [0, 0];
  for (const row of [-side, 0, side])
    for (const column of [-1, 0, 1]) {
      const mean = means[at + row + column];
      if (mean === undefined || Number.isNaN(mean)) continue;
      sum += mean;
      n++;
    }
  return sum / n;
}

/** Cells that are so and hang together with the beam; null when they are too few or too many to be a stop. */
function connected(cells: Cells, isSo: (i: number) => boolean): Set<number> | null {
  const { side, beam } = cells;
  const found = new Set<number>();
  const next: number[] = [];
  for (let i = 0; i < side * side; i++) if (distance(cells, i) <= BESIDE_CELLS && isSo(i)) next.push(i);
  for (let i = next.pop(); i !== undefined; i = next.pop()) {
    if (found.has(i)) continue;
    found.add(i);
    next.push(...neighbours(i, side).filter((one) => !found.has(one) && isSo(one)));
  }
  return found.size >= CELLS_MIN && found.size <= PART_MAX * (2 * beam[0] + 1) ** 2 ? found : null;
}

function neighbours(i: number, side: number): number[] {
  const column = i % side;
  return [
    ...(i >= side ? [i - side] : []),
    ...(i < side * (side - 1) ? [i + side] : []),
    ...(column > 0 ? [i - 1] : []),
    ...(column < side - 1 ? [i + 1] : []),
  ];
}

/** Whether it reaches from one side to the other, as gaps between modules do. */
function goesAcross({ side }: Cells, found: ReadonlySet<number>): boolean {
  const all = [...found];
  const [rows, columns] = [all.map((i) => Math.floor(i / side)), all.map((i) => i % side)];
  const spans = (places: number[]): boolean => places.includes(0) && places.includes(side - 1);
  return spans(rows) || spans(columns);
}

function outline({ side, first }: Cells, found: ReadonlySet<number>): Float32Array {
  const edges: number[] = [];
  for (const i of found) {
    const [row, column] = [Math.floor(i / side), i % side];
    const [top, left] = [(first[0] + row) * CELL_PX, (first[1] + column) * CELL_PX];
    const [bottom, right] = [top + CELL_PX, left + CELL_PX];
    if (row > 0 && !found.has(i - side)) edges.push(top, left, top, right);
    if (row < side - 1 && !found.has(i + side)) edges.push(bottom, left, bottom, right);
    if (column > 0 && !found.has(i - 1)) edges.push(top, left, bottom, left);
    if (column < side - 1 && !found.has(i + 1)) edges.push(top, right, bottom, right);
  }
  return Float32Array.from(edges);
}
