/** Zooming and moving by keys; the reading goes to the middle of what is seen. */

import type { Place } from "../geometry/detector";
import type { Pane } from "./pane";
import type { Act, Stage } from "./stage";
import { kept, lookingAt, moved, zoomedAt, type Looking, type Shape } from "./view";

/** Part of the window that a move goes. */
const MOVE_PART = 0.25;

export function middleOf({ view }: Pane): Place {
  return [view.slow_px + view.height / view.scale / 2, view.fast_px + view.width / view.scale / 2];
}

export function look(stage: Stage, looking: Looking): void {
  const { pane, desk } = stage;
  desk.change({ looking });
  const middle = middleOf(pane);
  pane.cursor = desk.looks.looking.zoom > 1 ? middle : null;
  pane.hooks.hover(middle, pane);
  pane.update();
}

export function shapeOf({ desk }: Stage): Shape {
  return desk.manifest?.shape ?? [1, 1];
}

export function zoom(factor: number): Act {
  return (stage) => {
    const { pane, desk } = stage;
    const [shape, { size }] = [shapeOf(stage), pane];
    const looking = kept(desk.looks.looking, shape, size);
    look(stage, zoomedAt(looking, factor, [size.width / 2, size.height / 2], shape, size));
  };
}

export function move(right: number, down: number): Act {
  return (stage) => {
    const { pane, desk } = stage;
    const { width, height } = pane.size;
    const by = [-right * MOVE_PART * width, -down * MOVE_PART * height] as const;
    look(stage, moved(desk.looks.looking, ...by, shapeOf(stage), pane.size));
  };
}

export const trueSize: Act = (stage) => {
  const { pane } = stage;
  look(stage, lookingAt(middleOf(pane), pane.density, shapeOf(stage), pane.size));
};
