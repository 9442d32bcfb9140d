import { expect, test } from "vitest";
import cases from "../../../tests/data/grid_cells.json";
import {
  cellAt,
  cellBox,
  cellOfImage,
  gridBox,
  imageOfCell,
  scaleWithoutPicture,
  viewBox,
  type Grid,
} from "./cells";
import { colourOf, rangeOf, standing } from "./colours";

function grid(rows: number, columns: number, isSnaked = true): Grid {
  return { rows, columns, stepX_um: 20, stepY_um: 10, isSnaked };
}

const SCALE = { size_px: [640, 480] as const, beam_px: [320, 240] as const, micronsPerPx: 0.5 };

test.each(cases)("images lie where both languages say: $rows x $columns", (example) => {
  const a = grid(example.rows, example.columns, example.snaked);
  const cells = example.cells.map((_, index) => cellOfImage(a, index + 1));
  expect(cells.map(({ row, column }) => [row, column])).toEqual(example.cells);
  expect(cells.map((cell) => imageOfCell(a, cell))).toEqual(example.cells.map((_, index) => index + 1));
});

test("the grid lies about the beam, true to scale", () => {
  expect(gridBox(grid(4, 6), SCALE)).toEqual({ x: 200, y: 200, width: 240, height: 80 });
  expect(cellBox(grid(4, 6), SCALE, { row: 3, column: 0 })).toEqual({
    x: 200,
    y: 260,
    width: 40,
    height: 20,
  });
});

test("a point is in the cell that is drawn there, or in none", () => {
  const a = grid(4, 6);
  for (const cell of [
    { row: 0, column: 0 },
    { row: 3, column: 5 },
    { row: 2, column: 1 },
  ]) {
    const box = cellBox(a, SCALE, cell);
    expect(cellAt(a, SCALE, box.x + box.width / 2, box.y + box.height / 2)).toEqual(cell);
  }
  expect(cellAt(a, SCALE, 199, 210)).toBeNull();
  expect(cellAt(a, SCALE, 300, 281)).toBeNull();
});

test("what is shown of the picture stays within it", () => {
  const view = viewBox(grid(60, 60), SCALE);
  expect(view.x).toBeGreaterThanOrEqual(0);
  expect(view.y).toBe(0);
  expect(view.y + view.height).toBe(480);
});

test("without a picture the grid stands alone, its cells in proportion", () => {
  const a = grid(2, 3);
  expect(cellBox(a, scaleWithoutPicture(a), { row: 0, column: 0 })).toEqual({
    x: 0,
    y: 0,
    width: 40,
    height: 20,
  });
});

test("the best value is brightest, whichever way it counts", () => {
  const range = rangeOf([4, null, 2, 3]);
  expect(range).toEqual({ low: 2, high: 4 });
  if (!range) return;
  expect(standing(4, range, false)).toBe(1);
  expect(standing(2, range, true)).toBe(1);
  expect(standing(2, { low: 2, high: 2 }, false)).toBe(1);
  expect(rangeOf([null])).toBeNull();
  expect([colourOf(0), colourOf(1), colourOf(2)]).toEqual([
    "rgb(68 1 84)",
    "rgb(253 231 37)",
    "rgb(253 231 37)",
  ]);
});
