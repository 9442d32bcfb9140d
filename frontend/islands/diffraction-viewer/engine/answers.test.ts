import { beforeEach, describe, expect, test } from "vitest";
import { FRAME, manifestFor, ToldSource } from "./testing-source";
import { ToldSession } from "./testing-session";

const [ROWS, COLUMNS] = [FRAME.rows, FRAME.columns];
let told: ToldSession;

describe("questions are answered from memory", () => {
  const at = (row: number, column: number): number => FRAME.counts[row * COLUMNS + column] ?? NaN;

  beforeEach(async () => {
    told = await ToldSession.begin();
    told.show(9);
    await told.drawn("exact", 9);
  });

  test("counts, a region, and beside the detector", async () => {
    expect(await told.ask({ kind: "counts", slow: 7.9, fast: 11.2 })).toEqual({
      kind: "counts",
      counts: at(7, 11),
      is_exact: true,
    });
    expect(await told.ask({ kind: "counts", slow: -1, fast: 5 })).toMatchObject({ counts: NaN });
    const answer = await told.ask({ kind: "region", region: { rows: [39, 43], columns: [-1, 2] } });
    const rows = [39, 40].flatMap((row) => [-1, at(row, 0), at(row, 1)]);
    expect(answer.kind === "region" && Array.from(answer.counts)).toEqual([...rows, -1, -1, -1, -1, -1, -1]);
  });

  test("a line and a box", async () => {
    const line = await told.ask({ kind: "line", from: [2.5, 1.5], to: [2.5, 6.5] });
    expect(line.kind === "line" && Array.from(line.counts)).toEqual(
      [1, 2, 3, 4, 5, 6].map((column) => at(2, column)),
    );
    const box = await told.ask({ kind: "box", region: { rows: [11, 16], columns: [3, 9] } });
    let [sum, good] = [0, 0];
    for (let row = 11; row < 16; row++)
      for (let column = 3; column < 9; column++) {
        if (Number.isNaN(at(row, column))) continue;
        sum += at(row, column);
        good++;
      }
    expect(box).toMatchObject({ sum, good, mean: sum / good });
    expect(box.kind === "box" && box.by_row.reduce((a, b) => a + b)).toBe(sum);
    expect(box.kind === "box" && box.by_column.reduce((a, b) => a + b)).toBe(sum);
  });

  test("a histogram has every good pixel once", async () => {
    const answer = await told.ask({ kind: "histogram" });
    const good = FRAME.counts.filter((counts) => !Number.isNaN(counts)).length;
    expect(answer.kind === "histogram" && answer.pixels.reduce((a, b) => a + b)).toBe(good);
    expect(answer.kind === "histogram" && answer.edges.length - answer.pixels.length).toBe(1);
  });

  test("spots of the image, and none of what is not known", async () => {
    expect(await told.ask({ kind: "spots" })).toEqual({ kind: "spots", places: Float32Array.of(9, 2, 3) });
    expect(await told.ask({ kind: "radial" })).toMatchObject({ kind: "none" });
  });

  test("a rocking curve has a value for each image that is there", async () => {
    const answer = await told.ask({ kind: "rocking", slow: 20, fast: 20, half_width_px: 2, images: 7 });
    expect(answer.kind === "rocking" && Array.from(answer.images)).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(answer.kind === "rocking" && new Set(answer.counts).size).toBe(1);
  });
});

test("radial means are those of a plain sum over all pixels", async () => {
  const [pixel, away] = [0.8, 100];
  const panel = {
    origin_mm: [20, 16, away],
    fast_axis: [-1, 0, 0],
    slow_axis: [0, -1, 0],
    pixel_size_mm: [pixel, pixel],
    shape: [ROWS, COLUMNS],
    at_px: [0, 0],
    sensor: null,
  } as const;
  const geometry = {
    panels: [panel],
    wavelength_angstrom: 1,
    beam_direction: [0, 0, 1],
    origin: "header",
  } as const;
  told = await ToldSession.begin(new ToldSource(manifestFor({ geometry })));
  told.show(3);
  await told.drawn("exact", 3);
  const answer = await told.ask({ kind: "radial" });
  if (answer.kind !== "radial") throw new Error(answer.kind);
  const width = (answer.inverse_angstrom[1] ?? 0) - (answer.inverse_angstrom[0] ?? 0);
  const [sums, numbers] = [new Float64Array(answer.counts.length), new Float64Array(answer.counts.length)];
  FRAME.counts.forEach((counts, i) => {
    const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS];
    const off = Math.hypot(20 - pixel * (column + 0.5), 16 - pixel * (row + 0.5));
    const bin = Math.floor((2 * Math.sin(Math.atan(off / away) / 2)) / width);
    if (Number.isNaN(counts)) return;
    sums[bin] = (sums[bin] ?? 0) + counts;
    numbers[bin] = (numbers[bin] ?? 0) + 1;
  });
  const agreeing = answer.counts.reduce((number, mean, i) => {
    const expected = numbers[i] ? (sums[i] ?? 0) / numbers[i] : NaN;
    return number + (Object.is(mean, expected) || Math.abs(mean - expected) < 1e-9 ? 1 : 0);
  }, 0);
  // Pixels on the very edge of a bin may fall to either side.
  expect(agreeing).toBeGreaterThan(0.96 * answer.counts.length);
  expect(numbers.filter((number) => number > 0).length).toBeGreaterThan(200);
});
