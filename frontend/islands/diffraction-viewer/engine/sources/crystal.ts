// An invented crystal that diffracts as one would: reflections cross the Ewald sphere while it turns.
import type { Crystal, Geometry, Panel, Sweep, Vector } from "../../contract/manifest";
import { cross, dot, plus, scaled, turnAbout } from "./vectors";

export interface Reflection {
  slow: number;
  fast: number;
  h: number;
  k: number;
  l: number;
  counts: number;
}

const CELL_ANGSTROM = 62;
const D_MIN_ANGSTROM = 2.1;
const BRIGHTEST_COUNTS = 4000;
const FALL_OFF_ANGSTROM2 = 14;

/** A primitive cubic cell in no particular orientation. */
export function inventedCrystal(): Crystal {
  const length = 1 / CELL_ANGSTROM;
  const axes: Vector[] = [
    [length, 0, 0],
    [0, length, 0],
    [0, 0, length],
  ];
  const about: Vector = [0.48, 0.6, 0.64];
  const columns = axes.map(turnAbout(about, 37));
  return {
    ub_inverse_angstrom: [0, 1, 2].flatMap((row) => columns.map((column) => column[row] ?? 0)),
    rotation_axis: [-1, 0, 0],
    space_group: "P 2 3",
    unit_cell: [CELL_ANGSTROM, CELL_ANGSTROM, CELL_ANGSTROM, 90, 90, 90],
  };
}

function ubTimes(ub: readonly number[], [h, k, l]: Vector): Vector {
  const row = (at: number): number => (ub[at] ?? 0) * h + (ub[at + 1] ?? 0) * k + (ub[at + 2] ?? 0) * l;
  return [row(0), row(3), row(6)];
}

/** Where a ray from the sample meets a panel, in pixels of the frame; null beside it. */
export function whereOn(panel: Panel, ray: Vector): readonly [number, number] | null {
  const normal = cross(panel.fast_axis, panel.slow_axis);
  const along = dot(panel.origin_mm, normal) / dot(ray, normal);
  if (!(along > 0)) return null;
  const on = plus(scaled(ray, along), panel.origin_mm, -1);
  const slow = dot(on, panel.slow_axis) / panel.pixel_size_mm[0];
  const fast = dot(on, panel.fast_axis) / panel.pixel_size_mm[1];
  if (slow < 0 || fast < 0 || slow >= panel.shape[0] || fast >= panel.shape[1]) return null;
  return [slow + panel.at_px[0], fast + panel.at_px[1]];
}

/** A number between 0 and 1 that always belongs to the same indices. */
function share(h: number, k: number, l: number): number {
  const mixed = Math.sin(h * 127.1 + k * 311.7 + l * 74.7) * 43758.5453;
  return mixed - Math.floor(mixed);
}

/** Reflections that cross the sphere during an image (counted from 1), with invented counts. */
export function reflectionsOn(
  geometry: Geometry,
  sweep: Sweep,
  crystal: Crystal,
  image: number,
): Reflection[] {
  const incoming = scaled(geometry.beam_direction, 1 / geometry.wavelength_angstrom);
  const start = sweep.start_deg + (image - 1) * sweep.width_deg;
  const toStart = turnAbout(crystal.rotation_axis, start);
  const toEnd = turnAbout(crystal.rotation_axis, sweep.width_deg);
  const found: Reflection[] = [];
  const most = Math.floor(CELL_ANGSTROM / D_MIN_ANGSTROM);
  const off = (q: Vector): number => dot(q, q) + 2 * dot(q, incoming);
  for (let h = -most; h <= most; h++) {
    for (let k = -most; k <= most; k++) {
      for (let l = -most; l <= most; l++) {
        const q = ubTimes(crystal.ub_inverse_angstrom, [h, k, l]);
        const inverse_d2 = dot(q, q);
        if (inverse_d2 === 0 || inverse_d2 > 1 / D_MIN_ANGSTROM ** 2) continue;
        // Far from the sphere at the start of the image, it cannot cross within it.
        const first = toStart(q);
        const [before, reach] = [off(first), Math.sqrt(inverse_d2) * sweep.width_deg * 0.07];
        if (Math.abs(before) > reach / geometry.wavelength_angstrom) continue;
        const after = off(toEnd(first));
        if (before > 0 === after > 0) continue;
        const at = turnAbout(crystal.rotation_axis, sweep.width_deg * (before / (before - after)))(first);
        const place = onDetector(geometry, plus(incoming, at));
        if (!place) continue;
        const counts = BRIGHTEST_COUNTS * share(h, k, l) ** 3 * Math.exp(-FALL_OFF_ANGSTROM2 * inverse_d2);
        found.push({ slow: place[0], fast: place[1], h, k, l, counts });
      }
    }
  }
  return found;
}

function onDetector(geometry: Geometry, ray: Vector): readonly [number, number] | null {
  for (const panel of geometry.panels) {
    const place = whereOn(panel, ray);
    if (place) return place;
  }
  return null;
}
