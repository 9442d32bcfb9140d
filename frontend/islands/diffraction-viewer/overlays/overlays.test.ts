import { expect, test } from "vitest";
import type { Tone, View } from "../contract/worker";
import type { Scene } from "./scene";
import { brightness, countedRegion } from "./counts";
import { labelPlace } from "./lines";
import { eachSeen, indexOfNearest, indicesText, placeOfStrongest } from "./marks";

const VIEW: View = { scale: 30, slow_px: 10, fast_px: 20.5, width: 300, height: 150 };
const TONE: Tone = {
  colours: "grey",
  scale: "linear",
  low_counts: 0,
  high_counts: 100,
  is_inverted: false,
  shows_mask: true,
  threshold: { kind: "none" },
};

test("counts are written once pixels hold them, for the pixels that are seen", () => {
  expect(countedRegion(VIEW, [100, 100], 1)).toEqual({ rows: [10, 15], columns: [20, 31] });
  expect(countedRegion(VIEW, [12, 25], 1)).toEqual({ rows: [10, 12], columns: [20, 25] });
  expect(countedRegion(VIEW, [100, 100], 2)).toBeNull();
  expect(countedRegion({ ...VIEW, slow_px: 200 }, [100, 100], 1)).toBeNull();
});

test("ink is chosen by how bright the pixel is", () => {
  expect(brightness(25, TONE)).toBe(0.25);
  expect(brightness(25, { ...TONE, scale: "sqrt" })).toBe(0.5);
  expect(brightness(25, { ...TONE, scale: "log" })).toBeCloseTo(Math.log(26) / Math.log(101));
  expect(brightness(25, { ...TONE, is_inverted: true })).toBe(0.75);
  expect([brightness(-5, TONE), brightness(1e6, TONE)]).toEqual([0, 1]);
});

test("only marks that are seen are drawn", () => {
  const scene = { view: VIEW, density: 1 } as Scene;
  const seen: number[] = [];
  const spots = Float32Array.of(12, 22, 5, 90, 22, 5, 12, 90, 5, 14, 29, 7);
  eachSeen(scene, spots, 3, (_x, _y, first) => seen.push(first));
  expect(seen).toEqual([0, 9]);
});

test("the spot that is meant is the nearest within reach", () => {
  const spots = Float32Array.of(12, 22, 5, 14, 29, 7);
  expect(indexOfNearest(spots, [13.5, 28], 3)).toBe(3);
  expect(indexOfNearest(spots, [50, 50], 3)).toBeUndefined();
  expect(placeOfStrongest(Float32Array.of(12, 22, 5, 14, 29, 7, 90, 90, 99), VIEW)).toEqual([14, 29]);
  expect(placeOfStrongest(Float32Array.of(90, 90, 99), VIEW)).toBeUndefined();
});

test("indices are written with a true minus sign, and zero without one", () => {
  expect(indicesText([-3, 0, 12])).toBe("−3 0 12");
  expect(indicesText([-0.01, 1.96, -2.04], 1)).toBe("0.0 2.0 −2.0");
});

test("a ring's label stands at its highest point that is seen", () => {
  const pieces = [
    [
      [5, 50],
      [30, 60],
      [45, 95],
    ],
    [[20, 10]],
  ] as [number, number][][];
  const window = { slow_px: 0, fast_px: 0, rows: 100, columns: 100 };
  expect(labelPlace(pieces, window)).toEqual([5, 50]);
  expect(labelPlace(pieces, { ...window, slow_px: 10, rows: 60 })).toEqual([20, 10]);
  expect(labelPlace(pieces, { ...window, slow_px: 60 })).toBeUndefined();
});
