import { expect, test } from "vitest";
import { countsText, lineText, resolutionText } from "./readout";
import { columnsOf, pathOf } from "./sparkline";

test("counts are read from exact pixels only", () => {
  expect(countsText({ kind: "counts", counts: 12, is_exact: true })).toBe("12");
  expect(countsText({ kind: "counts", counts: 12, is_exact: false })).toBe("–");
  expect(countsText({ kind: "counts", counts: NaN, is_exact: true })).toBe("no value");
  expect(countsText({ kind: "none", reason: "" })).toBe("–");
});

test("resolution and the line are written as people say them", () => {
  expect([
    resolutionText(1.23456),
    resolutionText(23.456),
    resolutionText(Infinity),
    resolutionText(NaN),
  ]).toEqual(["1.235 Å", "23.46 Å", "beam", "–"]);
  expect([lineText(9.87e6, 41.3), lineText(2.4e9, 0.4)]).toEqual(["9.9 Mbit/s, 41 ms", "2.4 Gbit/s, 0 ms"]);
});

test("of many images each column of the line shows the most", () => {
  const points = [1, 2, 3, 4, 5, 6].map((image): [number, number | null] => [
    image,
    image === 4 ? null : image * 10,
  ]);
  expect(columnsOf(points, 6, 3)).toEqual([20, 30, 60]);
  expect(columnsOf(points, 8, 8)).toEqual([10, 20, 30, null, 50, 60, null, null]);
  const all = Array.from({ length: 180 }, (_, index): [number, number] => [index + 1, 5]);
  expect(columnsOf(all, 180, 600)).toEqual(all.map(() => 5));
  expect(pathOf([50, null, 100])).toBe("M0 100V50H1V100ZM2 100V0H3V100Z");
});
