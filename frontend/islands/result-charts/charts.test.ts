import { expect, test, vi } from "vitest";
import { alongText, place, points, reading, tickText, valueAt, type Chart } from "./charts";
import { HttpCharts, MockCharts } from "./source";

const CHART: Chart = {
  name: "completeness",
  title: "Completeness",
  along: "resolution",
  along_values: [2, 1],
  words: "It is complete.",
  lines: [
    { word: "Completeness", unit: "%", decimals: 1, look: "line", is_right: false, values: [99.12, null] },
    { word: "Multiplicity", unit: "", decimals: 2, look: "dashes", is_right: true, values: [4, 3.456] },
  ],
};

test("resolution is drawn by one over d squared, and read in Å", () => {
  expect(place("resolution", 2)).toBe(0.25);
  expect(valueAt("resolution", 0.25)).toBe(2);
  expect(place("image", 7)).toBe(7);
  expect(valueAt("difference", 7)).toBe(7);
  expect(tickText("resolution", 0.25)).toBe("2.00");
  expect(tickText("resolution", 0)).toBe("∞");
  expect(tickText("image", 20)).toBe("20");
});

test("points keep their gaps", () => {
  const [first, second] = CHART.lines;
  expect(first && points(CHART, first)).toEqual([
    [0.25, 99.12],
    [1, null],
  ]);
  expect(second && points(CHART, second)[1]).toEqual([1, 3.456]);
});

test("a point is read in words", () => {
  expect(reading(CHART, 0)).toEqual(["2.00 Å", "Completeness 99.1 %", "Multiplicity 4.00"]);
  expect(reading(CHART, 1)).toEqual(["1.00 Å", "Completeness – %", "Multiplicity 3.46"]);
  expect(reading(CHART, 5)[0]).toBe("");
  expect(alongText("image", 3.2)).toBe("Image 3");
  expect(alongText("difference", 3)).toBe("3 images apart");
});

test("plots of one result ask once, and again after a failure", async () => {
  const fetch = vi.fn(() => Promise.resolve([CHART]));
  await Promise.all([new HttpCharts("/a", fetch).load(), new HttpCharts("/a", fetch).load()]);
  expect(fetch).toHaveBeenCalledTimes(1);
  const failing = vi.fn(() => Promise.reject(new Error("no")));
  await expect(new HttpCharts("/b", failing).load()).rejects.toThrow("no");
  await expect(new HttpCharts("/b", fetch).load()).resolves.toEqual([CHART]);
});

test("the mock gives plots that could be", async () => {
  for (const chart of await new MockCharts().load()) {
    for (const line of chart.lines) expect(line.values).toHaveLength(chart.along_values.length);
  }
});

const EDGE: Chart = {
  name: "edge",
  title: "Se K edge",
  along: "energy",
  along_values: [12658, 12660.5],
  words: "Se K edge: peak at 12660.5 eV.",
  lines: [{ word: "f\u2033", unit: "e", decimals: 2, look: "line", is_right: true, values: [0.5, 3.84] }],
  marks: [{ at: 12660.5, word: "peak" }],
};

test.each([
  ["energy", 12660.53, "12660.5 eV", "12661"],
  ["q", 0.12345, "0.1235 1/Å", "0.12"],
  ["microns", -12.34, "-12.3 µm", "-12"],
  ["degrees", 90, "90.00 °", "90"],
] as const)("along %s a point is read with its unit", (along, value, text, tick) => {
  expect(alongText(along, value)).toBe(text);
  expect(tickText(along, value)).toBe(tick);
  expect(valueAt(along, place(along, value))).toBe(value);
});

test("a point of an edge is read in words", () => {
  expect(reading(EDGE, 1)).toEqual(["12660.5 eV", "f\u2033 3.84 e"]);
});
