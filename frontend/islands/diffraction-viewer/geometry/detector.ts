/**
 * Where a detector's pixels are, and what resolution they see: the same as `science/geometry.py`, in its frame.
 *
 * Positions are (slow, fast) from the outer corner of the first pixel, whose centre is at (0.5, 0.5).
 */

import type { Geometry, Panel, Vector } from "../contract/manifest";
import { cross, dot, plus, times, unit } from "./vectors";

export type Place = readonly [slow: number, fast: number];

/** Cosines to the detector plane below this count as parallel. */
const ALONG_BEAM = 1e-9;

/** Unit vector normal to a panel, pointing away from the sample. */
export function normalOf(panel: Panel): Vector {
  const normal = unit(cross(panel.fast_axis, panel.slow_axis));
  return dot(normal, panel.origin_mm) >= 0 ? normal : times(normal, -1);
}

export function holds(panel: Panel, [slow, fast]: Place): boolean {
  const [down, right] = [slow - panel.at_px[0], fast - panel.at_px[1]];
  return down >= 0 && down <= panel.shape[0] && right >= 0 && right <= panel.shape[1];
}

/** The panel that a position lies on; one panel is a plane without end. */
export function panelAt(geometry: Geometry, place: Place): Panel | undefined {
  if (geometry.panels.length === 1) return geometry.panels[0];
  return geometry.panels.find((panel) => holds(panel, place));
}

/** How far, within the panel's plane, a ray goes on in the sensor before it is absorbed on average (Beer's law). */
export function shiftMm(panel: Panel, direction: Vector): Vector {
  if (!panel.sensor) return [0, 0, 0];
  const [ray, normal] = [unit(direction), normalOf(panel)];
  const cosine = dot(ray, normal);
  const [length, free] = [panel.sensor.thickness_mm / cosine, 1 / panel.sensor.attenuation_inverse_mm];
  const depth = free - (length + free) * Math.exp(-length / free);
  return times(plus(ray, times(normal, -cosine)), depth);
}

/** Where a ray that is counted at a position meets the surface, in mm from the sample; undefined between panels. */
export function positionMm(geometry: Geometry, place: Place): Vector | undefined {
  const panel = panelAt(geometry, place);
  if (!panel) return undefined;
  const slow_mm = (place[0] - panel.at_px[0]) * panel.pixel_size_mm[0];
  const fast_mm = (place[1] - panel.at_px[1]) * panel.pixel_size_mm[1];
  const counted = plus(
    panel.origin_mm,
    plus(times(panel.slow_axis, slow_mm), times(panel.fast_axis, fast_mm)),
  );
  return plus(counted, times(shiftMm(panel, counted), -1));
}

/** Where a ray from the sample is counted on the plane of a panel; undefined when it runs along it or away from it. */
export function positionPx(panel: Panel, direction: Vector): Place | undefined {
  const normal = normalOf(panel);
  const towards = dot(direction, normal);
  if (!(towards > ALONG_BEAM)) return undefined;
  const reach = dot(normal, panel.origin_mm) / towards;
  const met = plus(times(direction, reach), times(panel.origin_mm, -1));
  const place = plus(met, shiftMm(panel, direction));
  return [
    dot(place, panel.slow_axis) / panel.pixel_size_mm[0] + panel.at_px[0],
    dot(place, panel.fast_axis) / panel.pixel_size_mm[1] + panel.at_px[1],
  ];
}

/** How far a ray that slants by an angle towards the fast axis shifts along it. */
export function fastShiftMm(panel: Panel, angle_rad: number): number {
  const slanting = plus(
    times(panel.fast_axis, Math.sin(angle_rad)),
    times(normalOf(panel), Math.cos(angle_rad)),
  );
  return dot(shiftMm(panel, slanting), panel.fast_axis);
}

/** From the sample to the plane of the first panel, along its normal. */
export function distanceMm(geometry: Geometry): number {
  const panel = geometry.panels[0];
  return panel ? dot(normalOf(panel), panel.origin_mm) : NaN;
}

/** Where the beam meets the panel that it hits, else the plane of the first. */
export function beamCentrePx(geometry: Geometry): Place | undefined {
  for (const panel of geometry.panels) {
    const place = positionPx(panel, geometry.beam_direction);
    if (place && holds(panel, place)) return place;
  }
  const first = geometry.panels[0];
  return first && positionPx(first, geometry.beam_direction);
}

/** Scattering angle 2θ of a position in space. */
export function scatteringAngleRad(geometry: Geometry, place_mm: Vector): number {
  const beam = unit(geometry.beam_direction);
  return Math.atan2(Math.hypot(...cross(place_mm, beam)), dot(place_mm, beam));
}

/** Resolution d that a position sees, by Bragg's law; infinite at the beam, NaN between panels. */
export function resolutionAt(geometry: Geometry, place: Place): number {
  const place_mm = positionMm(geometry, place);
  if (!place_mm) return NaN;
  return geometry.wavelength_angstrom / (2 * Math.sin(scatteringAngleRad(geometry, place_mm) / 2));
}

/** Scattering angle 2θ of a resolution; NaN where the wavelength does not reach it. */
export function twoThetaRad(resolution_angstrom: number, wavelength_angstrom: number): number {
  const sine = wavelength_angstrom / (2 * resolution_angstrom);
  return sine <= 1 ? 2 * Math.asin(sine) : NaN;
}
