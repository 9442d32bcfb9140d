/** Lines of equal resolution in true geometry: circles, ellipses on a tilted panel, pieces on many panels. */

import type { Geometry, Vector } from "../contract/manifest";
import {
  distanceMm,
  holds,
  normalOf,
  positionPx,
  resolutionAt,
  shiftMm,
  twoThetaRad,
  type Place,
} from "./detector";
import { cross, dot, plus, times, unit } from "./vectors";

/** A part of the frame: first row and column, and how many of each. */
export interface Window {
  slow_px: number;
  fast_px: number;
  rows: number;
  columns: number;
}

/** Resolutions that rings are drawn for; `viewer/domain/overlay.py` has the same, and a test compares them. */
export const NICE_ANGSTROM: readonly number[] = [
  50, 30, 20, 15, 10, 7, 5, 4, 3.5, 3, 2.7, 2.4, 2.2, 2, 1.8, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1, 0.9, 0.8, 0.7,
];
/** Strong powder rings of hexagonal ice; `science/indicators.py` says where they come from. */
export const ICE_ANGSTROM: readonly number[] = [
  3.897, 3.665, 3.441, 2.667, 2.249, 2.068, 1.947, 1.916, 1.882, 1.719,
];
const RINGS_MAX = 6;
/** Points of each edge of the window at which the resolution is looked up. */
const ALONG_EDGE = 9;

/** Radius of a ring, in pixels of the fast axis, on a detector normal to the beam; NaN where it does not reach it. */
export function ringRadiusPx(resolution_angstrom: number, geometry: Geometry): number {
  const angle = twoThetaRad(resolution_angstrom, geometry.wavelength_angstrom);
  const panel = geometry.panels[0];
  if (!panel || !(angle < Math.PI / 2)) return NaN;
  const ray = plus(times(panel.fast_axis, Math.sin(angle)), times(normalOf(panel), Math.cos(angle)));
  const shift_mm = dot(shiftMm(panel, ray), panel.fast_axis);
  return (distanceMm(geometry) * Math.tan(angle) + shift_mm) / panel.pixel_size_mm[1];
}

/** Pieces of the line along which a ring crosses each panel; a closed one repeats its first point. */
export function ringPoints(resolution_angstrom: number, geometry: Geometry, points = 720): Place[][] {
  const angle = twoThetaRad(resolution_angstrom, geometry.wavelength_angstrom);
  if (Number.isNaN(angle)) return [];
  const rays = cone(geometry.beam_direction, angle, points);
  return geometry.panels.flatMap((panel) =>
    stretches(
      rays.map((ray) => {
        const place = positionPx(panel, ray);
        return place && (geometry.panels.length === 1 || holds(panel, place)) ? place : undefined;
      }),
    ),
  );
}

/** Unit vectors around an axis, the first repeated at the end. */
function cone(direction: Vector, halfAngle_rad: number, points: number): Vector[] {
  const axis = unit(direction);
  const across = unit(cross(axis, Math.abs(axis[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0]));
  const third = cross(axis, across);
  const [cos, sin] = [Math.cos(halfAngle_rad), Math.sin(halfAngle_rad)];
  return Array.from({ length: points + 1 }, (_, index) => {
    const turn = (2 * Math.PI * index) / points;
    const around = plus(times(across, Math.cos(turn)), times(third, Math.sin(turn)));
    return plus(times(axis, cos), times(around, sin));
  });
}

/** Runs of at least two points that are there. */
function stretches(points: readonly (Place | undefined)[]): Place[][] {
  const found: Place[][] = [];
  let piece: Place[] = [];
  for (const point of [...points, undefined]) {
    if (point) piece.push(point);
    else {
      if (piece.length > 1) found.push(piece);
      piece = [];
    }
  }
  return found;
}

/** Resolutions whose rings cross a window, about evenly spaced in 1/d, at most six. */
export function chosenResolutions(geometry: Geometry, window: Window): number[] {
  const seen = inverseResolutions(geometry, window);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const chosen: number[] = [];
  for (const value of NICE_ANGSTROM) {
    if (!(low < 1 / value && 1 / value < high)) continue;
    const last = chosen.at(-1);
    if (last === undefined || 1 / value - 1 / last >= (high - low) / (RINGS_MAX + 1)) chosen.push(value);
  }
  return chosen.slice(-RINGS_MAX);
}

function inverseResolutions(geometry: Geometry, window: Window): number[] {
  const found: number[] = [];
  for (let row = 0; row < ALONG_EDGE; row++) {
    for (let column = 0; column < ALONG_EDGE; column++) {
      const slow = window.slow_px + (window.rows * row) / (ALONG_EDGE - 1);
      const fast = window.fast_px + (window.columns * column) / (ALONG_EDGE - 1);
      const inverse = 1 / resolutionAt(geometry, [slow, fast]);
      if (Number.isFinite(inverse)) found.push(inverse);
    }
  }
  return found;
}
