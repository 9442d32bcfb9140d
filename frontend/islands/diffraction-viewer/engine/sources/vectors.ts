// Vectors and 3 x 3 matrices (row by row), as far as the engine needs them.
import type { Vector } from "../../contract/manifest";

export function plus(a: Vector, b: Vector, times = 1): Vector {
  return [a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function scaled(a: Vector, times: number): Vector {
  return [a[0] * times, a[1] * times, a[2] * times];
}

/** A turn about a unit vector (Rodrigues), for many vectors. */
export function turnAbout(axis: Vector, angle_deg: number): (a: Vector) => Vector {
  const angle = (angle_deg * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const columns = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((unit) =>
    plus(plus(scaled(unit, cosine), cross(axis, unit), sine), axis, dot(axis, unit) * (1 - cosine)),
  );
  const [x = [1, 0, 0], y = [0, 1, 0], z = [0, 0, 1]] = columns;
  return (a) => [
    x[0] * a[0] + y[0] * a[1] + z[0] * a[2],
    x[1] * a[0] + y[1] * a[1] + z[1] * a[2],
    x[2] * a[0] + y[2] * a[1] + z[2] * a[2],
  ];
}
