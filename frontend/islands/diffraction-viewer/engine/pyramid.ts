// An image in ever coarser steps, each pixel the largest of four, so that what is drawn small loses no spot.
import type { View } from "../contract/worker";
import type { Machine } from "./kernels";

export interface Level {
  at: number;
  rows: number;
  columns: number;
  /** Detector pixels along either axis that one pixel stands for. */
  pitch: number;
  /** Rows, from the first on, that are there. */
  there: number;
}

const SMALLEST_PX = 256;

/** Shown counts (see `native/source/counts.h`) at all scales. The finest level is filled by others. */
export class Pyramid {
  readonly levels: readonly Level[];
  /** Another one whenever what is there has changed. */
  version = 0;

  constructor(
    private readonly machine: Machine,
    rows: number,
    columns: number,
    pitch: number,
  ) {
    const levels: Level[] = [];
    for (;;) {
      levels.push({ at: machine.heap.take(rows * columns * 2), rows, columns, pitch, there: 0 });
      if (Math.max(rows, columns) <= SMALLEST_PX) break;
      rows = Math.ceil(rows / 2);
      columns = Math.ceil(columns / 2);
      pitch *= 2;
    }
    this.levels = levels;
  }

  get finest(): Level {
    const [first] = this.levels;
    if (!first) throw new RangeError("An image has at least one level.");
    return first;
  }

  /** Says how many rows of the finest level there are now; the coarser levels follow. */
  rowsAre(rows: number): void {
    const { kernels } = this.machine;
    let finer = this.finest;
    finer.there = rows;
    this.version++;
    for (const level of this.levels.slice(1)) {
      const complete = finer.there === finer.rows ? level.rows : Math.floor(finer.there / 2);
      const from = Math.min(level.there, complete);
      kernels.halve(finer.at, finer.rows, finer.columns, from, complete, level.at);
      level.there = complete;
      finer = level;
    }
  }

  /** Forgets what is there. */
  empty(): void {
    for (const level of this.levels) level.there = 0;
    this.version++;
  }

  /** The coarsest level whose pixels are no larger than the canvas'. */
  levelFor(view: View): Level {
    let chosen = this.finest;
    for (const level of this.levels) if (level.pitch * view.scale <= 1) chosen = level;
    return chosen;
  }

  /** The finest level with at least this pitch, or the coarsest. */
  levelOfPitch(pitch: number): Level {
    return (
      this.levels.find((level) => level.pitch >= pitch) ?? this.levels[this.levels.length - 1] ?? this.finest
    );
  }

  /** Where the image is not, the picture gets the colour `around`; without one, what was drawn before stays. */
  draw(
    view: View,
    origin: readonly [number, number],
    colours: number,
    picture: number,
    around: number | null,
  ): boolean {
    const level = this.levelFor(view);
    const drawn = this.machine.kernels.draw(
      level.at,
      level.there,
      level.columns,
      (view.slow_px - origin[0]) / level.pitch,
      (view.fast_px - origin[1]) / level.pitch,
      1 / (view.scale * level.pitch),
      colours,
      picture,
      view.width,
      view.height,
      around === null ? 0 : 1,
      around ?? 0,
    );
    return drawn !== 0;
  }

  giveBack(): void {
    for (const level of this.levels) this.machine.heap.giveBack(level.at);
  }
}
