// The strong pixels of the part in view, at all scales.
import type { Threshold, View } from "../contract/worker";
import type { ExactFrame } from "./exact-frame";
import { checked, type Machine } from "./kernels";
import type { Layer } from "./painter";
import { Pyramid } from "./pyramid";

type Dispersion = Extract<Threshold, { kind: "dispersion" }>;

const WANTED_WORDS = 5;
/** As in `farlight.science.spots`. */
const NEIGHBOURS_MIN = 2;
/** The part is this much larger than the view, so that moving a little costs nothing. */
const MARGIN_PART = 0.25;
const STEP_PX = 64;
const HALF_WIDTH_MAX_PX = 15;

export interface Part {
  rows: readonly [number, number];
  columns: readonly [number, number];
}

/** The part of a frame that a view shows, with a margin (a part of the view's size) and on a grid of steps. */
export function partInView(
  view: View,
  rows: number,
  columns: number,
  margin: number,
  step: number,
): Part | null {
  const along = (start: number, canvas: number, end: number): readonly [number, number] => {
    const shown = canvas / view.scale;
    const first = Math.floor((start - margin * shown) / step) * step;
    const last = Math.ceil((start + (1 + margin) * shown) / step) * step;
    return [Math.min(Math.max(0, first), end), Math.max(0, Math.min(end, last))];
  };
  const part = {
    rows: along(view.slow_px, view.height, rows),
    columns: along(view.fast_px, view.width, columns),
  };
  return part.rows[0] < part.rows[1] && part.columns[0] < part.columns[1] ? part : null;
}

export class Marks {
  private layer: Layer | null = null;
  private key = "";
  private part: Part | null = null;
  private readonly wanted: number;

  constructor(private readonly machine: Machine) {
    this.wanted = machine.heap.take(WANTED_WORDS * 4);
  }

  /** The strong pixels of a frame, named by a key, as far as the view shows them. */
  layerFor(frame: ExactFrame, frameKey: string, view: View, threshold: Dispersion): Layer | null {
    const shown = partInView(view, frame.rows, frame.columns, 0, 1);
    if (!shown) return null;
    const key = JSON.stringify([frameKey, threshold]);
    if (this.key !== key || !this.part || !contains(this.part, shown)) {
      this.part = partInView(view, frame.rows, frame.columns, MARGIN_PART, STEP_PX);
      this.key = key;
      if (this.part) this.mark(frame, this.part, threshold);
    }
    return this.layer;
  }

  private mark(frame: ExactFrame, part: Part, threshold: Dispersion): void {
    const { heap, kernels } = this.machine;
    this.layer?.pyramid.giveBack();
    const [rows, columns] = [part.rows[1] - part.rows[0], part.columns[1] - part.columns[0]];
    const pyramid = new Pyramid(this.machine, rows, columns, 1);
    this.layer = { pyramid, origin: [part.rows[0], part.columns[0]] };
    const floats = [threshold.sigma_background, threshold.sigma_strong, threshold.counts_min];
    heap.f32(this.wanted, floats.length).set(floats);
    const half = Math.min(Math.max(1, Math.round(threshold.half_width_px)), HALF_WIDTH_MAX_PX);
    heap.u32(this.wanted + floats.length * 4, 2).set([half, NEIGHBOURS_MIN]);
    const what = [frame.pyramid.finest.at, frame.rows, frame.columns] as const;
    checked(kernels.keep_strong(...what, ...part.rows, ...part.columns, this.wanted, pyramid.finest.at));
    pyramid.rowsAre(rows);
  }
}

function contains(outer: Part, inner: Part): boolean {
  return (["rows", "columns"] as const).every(
    (axis) => outer[axis][0] <= inner[axis][0] && inner[axis][1] <= outer[axis][1],
  );
}
