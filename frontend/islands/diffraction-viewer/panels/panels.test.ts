import { expect, test } from "vitest";
import { Chart, brief, curvePath } from "./chart";
import { questionOf, readingOf } from "./curves";
import { HistogramPanel, countsAt, partOf, rounded } from "./histogram";

test("counts and places on the axis lead to each other", () => {
  for (const counts of [0, 1, 12, 400]) expect(countsAt(partOf(counts, 1000), 1000)).toBeCloseTo(counts);
  expect([partOf(-5, 100), partOf(1e9, 100)]).toEqual([0, 1]);
  expect([rounded(12.3456), rounded(1234.5)]).toEqual([12.3, 1230]);
});

test("handles move by keys, and black never passes white", () => {
  let levels: readonly [number, number] = [0, 10];
  const panel = new HistogramPanel((chosen) => {
    levels = chosen;
    panel.setLevels(chosen);
  });
  panel.setHistogram({ edges: Float64Array.of(0, 1, 2, 100), pixels: Float64Array.of(50, 20, 3) });
  panel.setLevels(levels);
  const [black, white] = [...panel.root.querySelectorAll<HTMLElement>("[role=slider]")];
  const press = (handle: HTMLElement | undefined, key: string): unknown =>
    handle?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press(white, "ArrowRight");
  expect(levels[1]).toBeGreaterThan(10);
  for (let times = 0; times < 40; times++) press(black, "PageUp");
  expect(levels[0]).toBeLessThan(levels[1]);
  expect(black?.getAttribute("aria-valuetext")).toBe(`${rounded(levels[0])} counts`);
  for (let times = 0; times < 40; times++) press(white, "PageDown");
  expect(levels[0]).toBeLessThan(levels[1]);
});

test("a curve is broken where there is no value", () => {
  expect(curvePath([0, 1, 2, 3], [0, 10, NaN, 5])).toBe("M0.0 100.00L333.3 0.00M1000.0 50.00");
  expect(curvePath([], [])).toBe("");
});

test("a chart says its values in a table, once it is opened", () => {
  const chart = new Chart();
  document.body.append(chart.root);
  chart.draw({ label: "Along the line", across: "px", up: "counts", x: [0, 1], y: [3, NaN] });
  expect(chart.root.querySelector("svg")?.getAttribute("aria-label")).toBe("Along the line: up to 3 counts");
  expect(chart.root.querySelectorAll("td")).toHaveLength(0);
  const details = chart.root.querySelector("details");
  if (details) details.open = true;
  details?.dispatchEvent(new Event("toggle"));
  expect([...chart.root.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
    "0",
    "3",
    "1",
    "–",
  ]);
});

test("numbers are written as briefly as they can be", () => {
  expect([brief(3), brief(1234.56), brief(2.5e6), brief(NaN)]).toEqual(["3", "1235", "2.50e6", "–"]);
});

test("what is measured is asked of the worker", () => {
  expect(questionOf({ kind: "none" })).toBeNull();
  expect(questionOf({ kind: "rocking", at: [5, 6] })).toEqual({
    kind: "rocking",
    slow: 5,
    fast: 6,
    half_width_px: 4,
    images: 21,
  });
});

test("answers become words and curves", () => {
  const box = readingOf(
    { kind: "box", region: { rows: [10, 12], columns: [20, 23] } },
    {
      kind: "box",
      by_row: Float64Array.of(4, 5),
      by_column: Float64Array.of(1, 2, 6),
      sum: 9,
      mean: 1.5,
      max: 6,
      good: 6,
    },
  );
  expect(box?.words).toBe("3 × 2 px, 6 with a value: sum 9, mean 1.5, most 6 counts.");
  expect(box?.curves.map(({ x }) => x)).toEqual([
    [20, 21, 22],
    [10, 11],
  ]);
  const rocking = readingOf(
    { kind: "rocking", at: [1, 1] },
    { kind: "rocking", images: Float64Array.of(4, 5, 6), counts: Float64Array.of(1, 90, NaN) },
  );
  expect(rocking?.words).toBe("Strongest in image 5; 91 counts above background in all.");
  const radial = readingOf(
    { kind: "radial" },
    { kind: "radial", inverse_angstrom: Float64Array.of(0, 0.5), counts: Float64Array.of(3, 1) },
  );
  expect(radial?.curves[0]?.written?.(0.5)).toBe("2 Å");
  const none = readingOf({ kind: "radial" }, { kind: "none", reason: "Not there yet." });
  expect(none).toEqual({ words: "Not there yet.", curves: [] });
  const late = { kind: "line", counts: Float64Array.of(1) } as const;
  expect(readingOf({ kind: "radial" }, late)).toBeNull();
  const line = readingOf({ kind: "line", from: [0, 0], to: [3, 4] }, late);
  expect(line?.words).toBe("5 px long.");
});
