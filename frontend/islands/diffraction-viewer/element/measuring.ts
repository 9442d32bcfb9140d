/** Begins to measure in the middle of what is seen, so that it works without a mouse too. */

import type { Measure, Measured } from "./looks";
import { middleOf } from "./moves";
import { placeOfStrongest } from "../overlays/marks";
import type { Pane } from "./pane";
import type { Act } from "./stage";

export function measure(kind: Measure): Act {
  return ({ desk, pane }) => {
    const measured = desk.looks.measured.kind === kind ? ({ kind: "none" } as const) : begun(kind, pane);
    if (measured.kind !== "none") desk.isPanelOpen = true;
    desk.change({ measured });
  };
}

function begun(kind: Measure, pane: Pane): Measured {
  const { view } = pane;
  const at = pane.cursor ?? middleOf(pane);
  const reach = Math.min(view.width, view.height) / view.scale / 4;
  switch (kind) {
    case "line":
      return { kind, from: [at[0], at[1] - reach], to: [at[0], at[1] + reach] };
    case "rocking":
      return { kind, at: pane.cursor ?? placeOfStrongest(pane.layers.spots, view) ?? at };
    case "box":
      return boxAround(at, Math.max(2, Math.round(reach / 4)), pane.desk.manifest?.shape ?? [1, 1]);
    default:
      return { kind };
  }
}

function boxAround(
  at: readonly [number, number],
  half_px: number,
  shape: readonly [number, number],
): Measured {
  const span = (middle: number, all: number): readonly [number, number] => [
    Math.max(0, Math.floor(middle) - half_px),
    Math.min(all, Math.floor(middle) + half_px + 1),
  ];
  return { kind: "box", region: { rows: span(at[0], shape[0]), columns: span(at[1], shape[1]) } };
}
