import { describe, expect, test } from "vitest";
import type { Tone } from "../contract/worker";
import { FIRST_COUNTS, codeOfCounts, countsOfCode, shownOfCodes } from "./companding";
import { quantiles } from "./levels";
import { fillTable, TABLE_SIZE } from "./tone";

const TONE: Tone = {
  colours: "grey",
  scale: "linear",
  low_counts: 0,
  high_counts: 255,
  is_inverted: false,
  shows_mask: true,
  threshold: { kind: "none" },
};

describe("tones", () => {
  const table = (changes: Partial<Tone>): Uint32Array => {
    const filled = new Uint32Array(TABLE_SIZE);
    fillTable({ ...TONE, ...changes }, filled);
    return filled;
  };
  const grey = (colour = 0): number => colour & 255;

  test("go from few to many, on every scale, and the other way when inverted", () => {
    for (const scale of ["linear", "sqrt", "log"] as const) {
      const up = [...table({ scale, high_counts: 1000 }).slice(1)].map(grey);
      expect(up.every((value, i) => i === 0 || value >= (up[i - 1] ?? 0))).toBe(true);
      expect([up[0], up[1000], up[60000]]).toEqual([0, 255, 255]);
      const down = [...table({ scale, high_counts: 1000, is_inverted: true }).slice(1)].map(grey);
      expect([down[0], down[1000]]).toEqual([255, 0]);
    }
  });

  test("show gaps by a colour of their own, or as no counts", () => {
    const shown = table({});
    expect(shown[0]).not.toBe(shown[1]);
    const hidden = table({ shows_mask: false });
    expect(hidden[0]).toBe(hidden[1]);
  });

  test("a fixed threshold knows two colours only", () => {
    const filled = table({ threshold: { kind: "fixed", counts: 12 } });
    expect(new Set(filled.slice(1)).size).toBe(2);
    expect(filled[12]).toBe(filled[1]);
    expect(filled[13]).toBe(filled[60000]);
  });
});

test("codes of counts and counts of codes belong together", () => {
  for (let code = 1; code < 256; code++) expect(codeOfCounts(countsOfCode(code))).toBe(code);
  for (let counts = 0; counts < 70_000; counts += 7) {
    const code = codeOfCounts(counts);
    expect(FIRST_COUNTS[code]).toBeLessThanOrEqual(counts);
    expect(FIRST_COUNTS[code + 1] ?? Infinity).toBeGreaterThan(counts);
  }
  expect(countsOfCode(0)).toBeNaN();
  expect([...shownOfCodes().slice(0, 4)]).toEqual([0, 1, 2, 3]);
});

test("quantiles leave gaps out", () => {
  const numbers = new Uint32Array(TABLE_SIZE);
  numbers[0] = 5000;
  for (let counts = 0; counts < 100; counts++) numbers[counts + 1] = 1;
  expect(quantiles(numbers, [0.5, 0.99, 1])).toEqual([49, 98, 99]);
  expect(quantiles(new Uint32Array(TABLE_SIZE), [0.5, 1])).toEqual([0, 0]);
});
