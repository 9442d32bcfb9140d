/** Which part of a frame a canvas shows: from zoom and middle, which do not depend on the window, and back. Pure. */

import type { View } from "../contract/worker";
import type { Place } from "../geometry/detector";
import type { Window } from "../geometry/rings";

export interface Size {
  width: number;
  height: number;
}

/** Rows and columns of the frame. */
export type Shape = readonly [rows: number, columns: number];

/** How far one is in: 1 shows the whole frame; the middle is given in parts of the frame, slow first. */
export interface Looking {
  zoom: number;
  centre: readonly [number, number];
}

export const WHOLE: Looking = { zoom: 1, centre: [0.5, 0.5] };
/** No pixel gets larger than this, in pixels of the canvas. */
export const SCALE_MAX = 160;

export function fitScale(shape: Shape, size: Size): number {
  return Math.min(size.width / shape[1], size.height / shape[0]);
}

export function zoomMax(shape: Shape, size: Size): number {
  return Math.max(1, SCALE_MAX / fitScale(shape, size));
}

export function viewOf(looking: Looking, shape: Shape, size: Size): View {
  const scale = fitScale(shape, size) * looking.zoom;
  return {
    scale,
    slow_px: looking.centre[0] * shape[0] - size.height / scale / 2,
    fast_px: looking.centre[1] * shape[1] - size.width / scale / 2,
    width: size.width,
    height: size.height,
  };
}

/** The whole frame at zoom 1 and less; else its middle stays on the frame. */
export function kept(looking: Looking, shape: Shape, size: Size): Looking {
  const zoom = Math.min(looking.zoom, zoomMax(shape, size));
  if (!(zoom > 1)) return WHOLE;
  const view = viewOf({ zoom, centre: [0.5, 0.5] }, shape, size);
  const middle = (value: number, seen_px: number, all_px: number): number => {
    const half = Math.min(seen_px / all_px / 2, 0.5);
    return Math.min(Math.max(value, half), 1 - half);
  };
  return {
    zoom,
    centre: [
      middle(looking.centre[0], size.height / view.scale, shape[0]),
      middle(looking.centre[1], size.width / view.scale, shape[1]),
    ],
  };
}

/** Nearer by a factor, such that what lies under a point of the canvas stays there. */
export function zoomedAt(
  looking: Looking,
  factor: number,
  [x, y]: readonly [number, number],
  shape: Shape,
  size: Size,
): Looking {
  const before = viewOf(looking, shape, size);
  const zoom = Math.min(Math.max(looking.zoom * factor, 1), zoomMax(shape, size));
  const scale = fitScale(shape, size) * zoom;
  const [slow, fast] = placeAt(before, x, y);
  return kept(
    {
      zoom,
      centre: [
        (slow - (y - size.height / 2) / scale) / shape[0],
        (fast - (x - size.width / 2) / scale) / shape[1],
      ],
    },
    shape,
    size,
  );
}

/** Moved as a sheet of paper under the hand, by pixels of the canvas. */
export function moved(looking: Looking, x: number, y: number, shape: Shape, size: Size): Looking {
  const { scale } = viewOf(looking, shape, size);
  const centre = [
    looking.centre[0] - y / scale / shape[0],
    looking.centre[1] - x / scale / shape[1],
  ] as const;
  return kept({ zoom: looking.zoom, centre }, shape, size);
}

/** Around a place, at a given number of canvas pixels for a pixel. */
export function lookingAt(place: Place, scale: number, shape: Shape, size: Size): Looking {
  const zoom = scale / fitScale(shape, size);
  return kept({ zoom, centre: [place[0] / shape[0], place[1] / shape[1]] }, shape, size);
}

export function placeAt(view: View, x: number, y: number): Place {
  return [view.slow_px + y / view.scale, view.fast_px + x / view.scale];
}

export function pointOf(view: View, place: Place): readonly [x: number, y: number] {
  return [(place[1] - view.fast_px) * view.scale, (place[0] - view.slow_px) * view.scale];
}

/** The part of the frame that is seen. */
export function windowOf(view: View, shape: Shape): Window {
  const slow = Math.max(0, view.slow_px);
  const fast = Math.max(0, view.fast_px);
  return {
    slow_px: slow,
    fast_px: fast,
    rows: Math.min(shape[0], view.slow_px + view.height / view.scale) - slow,
    columns: Math.min(shape[1], view.fast_px + view.width / view.scale) - fast,
  };
}

export function isOn(shape: Shape, [slow, fast]: Place): boolean {
  return slow >= 0 && fast >= 0 && slow < shape[0] && fast < shape[1];
}
