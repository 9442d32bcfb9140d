/** Miller indices under the cursor, from the refined orientation. */

import type { Crystal, Geometry, Sweep, Vector } from "../contract/manifest";
import { positionMm, type Place } from "./detector";
import { plus, times, turned, unit } from "./vectors";

type Matrix = readonly [Vector, Vector, Vector];

const RADIANS = Math.PI / 180;

/** Angle of the goniometer in the middle of an image, counted from 1. */
export function midAngleDeg(sweep: Sweep, image: number): number {
  return sweep.start_deg + (image - 0.5) * sweep.width_deg;
}

/** q = s1 - s0 in 1/Å, as long as 1/d; undefined between panels. */
export function scatteringVector(geometry: Geometry, place: Place): Vector | undefined {
  const place_mm = positionMm(geometry, place);
  if (!place_mm) return undefined;
  const difference = plus(unit(place_mm), times(unit(geometry.beam_direction), -1));
  return times(difference, 1 / geometry.wavelength_angstrom);
}

/** Fractional Miller indices that a position would have at an angle: UB⁻¹ · R(axis, angle)⁻¹ · q. */
export function hklAt(
  crystal: Crystal,
  geometry: Geometry,
  angle_deg: number,
  place: Place,
): Vector | undefined {
  const q = scatteringVector(geometry, place);
  const inverse = inverted(crystal.ub_inverse_angstrom);
  if (!q || !inverse) return undefined;
  const still = turned(q, crystal.rotation_axis, -angle_deg * RADIANS);
  return inverse.map((row) => row[0] * still[0] + row[1] * still[1] + row[2] * still[2]) as unknown as Vector;
}

/** The inverse of a matrix written row by row; undefined when it has none. */
function inverted(m: readonly number[]): Matrix | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const first: Vector = [e * i - f * h, c * h - b * i, b * f - c * e];
  const determinant = a * first[0] + d * first[1] + g * first[2];
  if (!Number.isFinite(1 / determinant)) return undefined;
  const rest: [Vector, Vector] = [
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
  const by = 1 / determinant;
  return [times(first, by), times(rest[0], by), times(rest[1], by)];
}
