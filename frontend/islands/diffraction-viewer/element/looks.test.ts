import { expect, test } from "vitest";
import {
  firstLooks,
  levelsOf,
  next,
  nextThreshold,
  onImage,
  toggled,
  toneOf,
  which,
  whiteCounts,
  withContrast,
  within,
  type Looks,
} from "./looks";

const LOOKS: Looks = firstLooks(3);

test("more contrast whitens fewer counts, automatically and by hand", () => {
  expect(levelsOf(LOOKS, 60)).toEqual([0, 60]);
  expect(levelsOf(withContrast(LOOKS, 1.5), 60)).toEqual([0, 40]);
  expect(levelsOf(withContrast({ ...LOOKS, levels: [10, 40] }, 1.5), 60)).toEqual([10, 30]);
  expect(withContrast({ ...LOOKS, contrast: 19 }, 1.5).contrast).toBe(20);
});

test("a dark image does not become noise", () => {
  expect([whiteCounts(0, 1, 1), whiteCounts(3, 6, 7), whiteCounts(5, 30, 150)]).toEqual([6, 15, 130]);
});

test("the tone is what the looks say", () => {
  const looks = toggled({ ...LOOKS, scale: "log", is_inverted: true }, "mask");
  expect(toneOf(looks, 50)).toEqual({
    colours: "grey",
    scale: "log",
    low_counts: 0,
    high_counts: 50,
    is_inverted: true,
    shows_mask: false,
    threshold: { kind: "none" },
  });
});

test("switches go round", () => {
  expect(next(["a", "b"], "b")).toBe("a");
  const kinds = [LOOKS.threshold];
  for (let turn = 0; turn < 3; turn++) kinds.push(nextThreshold(kinds.at(-1) ?? LOOKS.threshold));
  expect(kinds.map(({ kind }) => kind)).toEqual(["none", "fixed", "dispersion", "none"]);
  expect(toggled(toggled(LOOKS, "ice"), "ice").shown).toEqual(LOOKS.shown);
});

test("no step leads off the run, and a stack ends with its last image", () => {
  expect([within(0, 9), within(99, 9), within(4.4, 9), within(1, 0)]).toEqual([1, 9, 4, 1]);
  expect(onImage({ ...LOOKS, count: 4 }, 99, 9).image).toBe(6);
  expect(which({ ...LOOKS, count: 4, how: "max" })).toEqual({ image: 3, count: 4, how: "max" });
});
