import { describe, expect, test } from "vitest";
import cases from "../../../generated/geometry.json";
import type { Crystal, Geometry } from "../contract/manifest";
import { hklAt, midAngleDeg, scatteringVector } from "./crystal";
import { beamCentrePx, distanceMm, positionMm, positionPx, resolutionAt, type Place } from "./detector";
import { ICE_ANGSTROM, NICE_ANGSTROM, chosenResolutions, ringPoints, ringRadiusPx } from "./rings";

/** Apart from rounding: the file keeps ten digits. */
function same(found: number | undefined, wanted: number | null | undefined, decimals: number): void {
  if (wanted === null || wanted === undefined) expect(Number.isFinite(found)).toBe(false);
  else
    expect((found ?? NaN) / Math.max(1, Math.abs(wanted))).toBeCloseTo(
      wanted / Math.max(1, Math.abs(wanted)),
      decimals,
    );
}

describe.each(Object.entries(cases.detectors))("%s", (_, detector) => {
  const geometry = detector.geometry as unknown as Geometry;

  test("beam centre and distance are those of Python", () => {
    const [slow, fast] = beamCentrePx(geometry) ?? [NaN, NaN];
    same(slow, detector.beam_center_px[0], 5);
    same(fast, detector.beam_center_px[1], 5);
    expect(distanceMm(geometry)).toBeCloseTo(detector.distance_mm, 6);
  });

  test("places in space and their resolutions are those of Python", () => {
    for (const { at, mm, resolution_angstrom } of detector.places) {
      const place = at as unknown as Place;
      const found = positionMm(geometry, place) ?? [NaN, NaN, NaN];
      mm.forEach((value, axis) => {
        same(found[axis], value, 6);
      });
      same(resolutionAt(geometry, place), resolution_angstrom, 6);
    }
  });

  test("rings run where Python's run", () => {
    for (const { resolution_angstrom, radius_px, pieces } of detector.rings) {
      same(ringRadiusPx(resolution_angstrom, geometry), radius_px, 5);
      const found = ringPoints(resolution_angstrom, geometry, cases.ring_points);
      expect(found.map((piece) => piece.length)).toEqual(pieces.map((piece) => piece.length));
      found.flat().forEach((point, index) => {
        same(point[0], pieces.flat()[index]?.[0], 4);
        same(point[1], pieces.flat()[index]?.[1], 4);
      });
    }
  });

  test("the same rings are chosen for a part of the frame", () => {
    for (const { window, resolutions } of detector.chosen) {
      const [slow_px = 0, fast_px = 0, rows = 0, columns = 0] = window;
      expect(chosenResolutions(geometry, { slow_px, fast_px, rows, columns })).toEqual(resolutions);
    }
  });
});

test("the lists of rings are those of Python", () => {
  expect(NICE_ANGSTROM).toEqual(cases.nice_angstrom);
  expect(ICE_ANGSTROM).toEqual(cases.ice_angstrom);
});

test("reflections have their indices where the simulator puts them", () => {
  const geometry = cases.detectors["two theta"].geometry as unknown as Geometry;
  const crystal = cases.crystal.crystal as unknown as Crystal;
  expect(cases.crystal.reflections.length).toBeGreaterThan(50);
  for (const { at, angle_deg, hkl } of cases.crystal.reflections) {
    const found = hklAt(crystal, geometry, angle_deg, at as unknown as Place) ?? [NaN, NaN, NaN];
    hkl.forEach((index, axis) => {
      same(found[axis], index, 4);
    });
  }
});

test("a matrix without inverse has no indices, and neither has a gap", () => {
  const geometry = cases.detectors["many panels"].geometry as unknown as Geometry;
  const crystal = cases.crystal.crystal as unknown as Crystal;
  expect(hklAt({ ...crystal, ub_inverse_angstrom: [0, 0, 0] }, geometry, 0, [10, 10])).toBeUndefined();
  expect(hklAt(crystal, geometry, 0, [200, 10])).toBeUndefined();
  const q = scatteringVector(geometry, [10, 10]) ?? [NaN, NaN, NaN];
  expect(1 / Math.hypot(...q)).toBeCloseTo(resolutionAt(geometry, [10, 10]), 9);
});

test("a ray that runs away from a panel meets it nowhere", () => {
  const panel = (cases.detectors.flat.geometry as unknown as Geometry).panels[0];
  expect(panel && positionPx(panel, [0, 0, -1])).toBeUndefined();
});

test("an image is looked at in the middle of its turn", () => {
  expect(midAngleDeg({ start_deg: 30, width_deg: 0.2 }, 1)).toBeCloseTo(30.1);
});
