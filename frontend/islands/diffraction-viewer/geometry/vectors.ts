/** Sums over three numbers. */

import type { Vector } from "../contract/manifest";

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function times(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function unit(a: Vector): Vector {
  return times(a, 1 / Math.hypot(...a));
}

/** Turned about an axis by an angle, the right-handed way (Rodrigues' formula). */
export function turned(a: Vector, axis: Vector, angle_rad: number): Vector {
  const along = unit(axis);
  const [cos, sin] = [Math.cos(angle_rad), Math.sin(angle_rad)];
  const inPlane = plus(times(a, cos), times(cross(along, a), sin));
  return plus(inPlane, times(along, dot(along, a) * (1 - cos)));
}
