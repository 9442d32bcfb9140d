// Reading counts of what stands on the canvas: exact where the frame is there, else approximate from the overview.
import type { Region } from "../contract/worker";
import { GAP_COUNTS, type Machine } from "./kernels";
import type { Stage } from "./stage";

const STRIP_ROWS = 64;

/** Whole counts of some rows of the frame; the view holds until the next call. */
export type OnStrip = (counts: Uint32Array, firstRow: number, endRow: number, at: number) => void;

export class CountsReader {
  private readonly strip: number;
  private readonly machine: Machine;

  constructor(private readonly stage: Stage) {
    this.machine = stage.machine;
    this.strip = this.machine.heap.take(STRIP_ROWS * stage.manifest.shape[1] * 4);
  }

  /** Goes through rows of the exact frame. */
  eachStrip(firstRow: number, endRow: number, onStrip: OnStrip): void {
    const columns = this.stage.manifest.shape[1];
    for (let row = firstRow; row < endRow; row += STRIP_ROWS) {
      const end = Math.min(endRow, row + STRIP_ROWS);
      this.stage.exact.readCounts(row, end, this.strip);
      onStrip(this.machine.heap.u32(this.strip, (end - row) * columns), row, end, this.strip);
    }
  }

  /** Counts of one pixel; NaN for a gap, and beside the frame. */
  at(slow: number, fast: number): { counts: number; is_exact: boolean } {
    const [row, column] = [Math.floor(slow), Math.floor(fast)];
    const [rows, columns] = this.stage.manifest.shape;
    if (row < 0 || column < 0 || row >= rows || column >= columns)
      return { counts: NaN, is_exact: this.stage.hasExact };
    if (!this.stage.hasExact) return this.roughly(row, column);
    let counts = NaN;
    this.eachStrip(row, row + 1, (strip) => {
      counts = countsOf(strip[column]);
    });
    return { counts, is_exact: true };
  }

  /** Counts of a region row by row; -1 for gaps and beside the frame. Null while there are no exact counts of it. */
  region(region: Region): Float64Array | null {
    const [rows, columns] = this.stage.manifest.shape;
    const [first, end] = region.rows;
    const [left, right] = region.columns;
    const width = right - left;
    if (end <= first || width <= 0) return new Float64Array();
    const counts = new Float64Array((end - first) * width).fill(-1);
    const fill = (
      strip: Uint32Array,
      stripWidth: number,
      row: number,
      stripLeft: number,
      stripRow: number,
    ): void => {
      for (
        let column = Math.max(left, stripLeft);
        column < Math.min(right, stripLeft + stripWidth);
        column++
      ) {
        const value = strip[(row - stripRow) * stripWidth + column - stripLeft] ?? GAP_COUNTS;
        if (value !== GAP_COUNTS) counts[(row - first) * width + column - left] = value;
      }
    };
    if (this.stage.hasExact) {
      this.eachStrip(Math.max(0, first), Math.min(rows, end), (strip, stripRow, stripEnd) => {
        for (let row = stripRow; row < stripEnd; row++) fill(strip, columns, row, 0, stripRow);
      });
      return counts;
    }
    const tile = this.stage.tileHere;
    if (!tile || !isWithin(region, tile.part)) return null;
    const { heap } = this.machine;
    const { frame, part } = tile;
    const at = heap.take(frame.columns * 4);
    for (let row = first; row < end; row++) {
      frame.readCounts(row - part.rows[0], row - part.rows[0] + 1, at);
      fill(heap.u32(at, frame.columns), frame.columns, row, part.columns[0], row);
    }
    heap.giveBack(at);
    return counts;
  }

  private roughly(row: number, column: number): { counts: number; is_exact: boolean } {
    const region = this.region({ rows: [row, row + 1], columns: [column, column + 1] });
    const [exact] = region ?? [];
    if (exact !== undefined) return { counts: exact < 0 ? NaN : exact, is_exact: true };
    const { finest } = this.stage.overview.pyramid;
    const [place, along] = [Math.floor(row / finest.pitch), Math.floor(column / finest.pitch)];
    if (finest.there === 0) return { counts: NaN, is_exact: false };
    const shown =
      this.machine.heap.u16(finest.at, finest.rows * finest.columns)[place * finest.columns + along] ?? 0;
    return { counts: shown === 0 ? NaN : shown - 1, is_exact: false };
  }
}

function countsOf(value: number | undefined): number {
  return value === undefined || value === GAP_COUNTS ? NaN : value;
}

function isWithin(region: Region, part: Region): boolean {
  const axes = ["rows", "columns"] as const;
  return axes.every((axis) => part[axis][0] <= region[axis][0] && region[axis][1] <= part[axis][1]);
}
