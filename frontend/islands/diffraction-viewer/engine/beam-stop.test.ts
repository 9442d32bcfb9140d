import { expect, test } from "vitest";
import { shadowOfStop } from "./beam-stop";
import { chance } from "./testing";

const [ROWS, COLUMNS] = [520, 480];
const BEAM = [250, 230] as const;
const LEVEL = { at: 0, rows: ROWS, columns: COLUMNS, pitch: 1, there: ROWS };

/** Shown counts of a background that falls off from the beam, with what `hides` lets through; -1 for no value. */
function image(most: number, hides: (away: number, row: number, column: number) => number): Uint16Array {
  const next = chance(5);
  return Uint16Array.from({ length: ROWS * COLUMNS }, (_, i) => {
    const [row, column] = [Math.floor(i / COLUMNS), i % COLUMNS];
    const away = Math.hypot(row + 0.5 - BEAM[0], column + 0.5 - BEAM[1]);
    const let_through = hides(away, row, column);
    if (let_through < 0) return 0;
    return 1 + Math.floor(2 * next() * most * Math.exp(-away / 300) * let_through + next());
  });
}

function middlesOf(edges: Float32Array): number[] {
  return Array.from({ length: edges.length / 4 }, (_, i) => {
    const [a = 0, b = 0, c = 0, d = 0] = edges.slice(4 * i, 4 * i + 4);
    return Math.hypot((a + c) / 2 - BEAM[0], (b + d) / 2 - BEAM[1]);
  });
}

test.each([2, 20])("the shadow of a round stop is outlined where it ends, at %d counts", (counts) => {
  const found = shadowOfStop(
    image(counts, (away) => (away < 36 ? 0.02 : 1)),
    LEVEL,
    BEAM,
  );
  expect(found?.from).toBe("image");
  const away = middlesOf(found?.edges ?? new Float32Array());
  expect(away.length).toBeGreaterThan(20);
  expect(Math.min(...away)).toBeGreaterThan(36 - 12);
  expect(Math.max(...away)).toBeLessThan(36 + 12);
});

test("its arm belongs to it", () => {
  const isArm = (row: number, column: number): boolean => row > BEAM[0] && Math.abs(column - BEAM[1]) < 10;
  const found = shadowOfStop(
    image(10, (away, row, column) => (away < 30 || isArm(row, column) ? 0.1 : 1)),
    LEVEL,
    BEAM,
  );
  const away = middlesOf(found?.edges ?? new Float32Array());
  expect(Math.max(...away)).toBeGreaterThan(70);
});

test("a stop that is masked is outlined, and a gap between modules is none", () => {
  const masked = shadowOfStop(
    image(10, (away) => (away < 36 ? -1 : 1)),
    LEVEL,
    BEAM,
  );
  expect(masked?.from).toBe("mask");
  const gap = shadowOfStop(
    image(10, (_, row) => (Math.abs(row - BEAM[0]) < 18 ? -1 : 1)),
    LEVEL,
    BEAM,
  );
  expect(gap).toBeNull();
});

test("where nothing is dark, and where there are no counts to speak of, nothing is said", () => {
  expect(
    shadowOfStop(
      image(10, () => 1),
      LEVEL,
      BEAM,
    ),
  ).toBeNull();
  expect(shadowOfStop(new Uint16Array(ROWS * COLUMNS).fill(1), LEVEL, BEAM)).toBeNull();
});
