// Images of shown counts, and what is drawn of them, for tests.
import type { Tone, View } from "../contract/worker";
import type { Machine } from "./kernels";
import { Painter, type Layer } from "./painter";
import { Pyramid } from "./pyramid";

export const TONE: Tone = {
  colours: "grey",
  scale: "linear",
  low_counts: 0,
  high_counts: 255,
  is_inverted: false,
  shows_mask: true,
  threshold: { kind: "none" },
};
export function drawn(machine: Machine, view: View, layers: readonly Layer[]): Uint32Array {
  let picture = new Uint32Array();
  const painter = new Painter(machine, {
    resize: () => undefined,
    put: (bytes) => {
      picture = new Uint32Array(bytes.slice().buffer);
    },
  });
  painter.useTone(TONE);
  painter.draw(view, layers);
  return picture;
}

export function image(
  machine: Machine,
  rows: number,
  columns: number,
  shown: (i: number) => number,
): Pyramid {
  const pyramid = new Pyramid(machine, rows, columns, 1);
  machine.heap.u16(pyramid.finest.at, rows * columns).forEach((_, i, all) => {
    all[i] = shown(i);
  });
  pyramid.rowsAre(rows);
  return pyramid;
}
