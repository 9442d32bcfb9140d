import { beforeAll, describe, expect, test } from "vitest";
import type { View } from "../contract/worker";
import { palette } from "./colours";
import type { Machine } from "./kernels";
import { partInView } from "./marks";
import { Pyramid } from "./pyramid";
import { builtMachine, chance } from "./testing";
import { drawn as drawnBy, image as imageIn } from "./testing-pictures";

let machine: Machine;

function isSame(one: Uint16Array | undefined, other: Uint16Array): boolean {
  return one?.length === other.length && one.every((value, i) => value === other[i]);
}

beforeAll(async () => {
  machine = await builtMachine();
});

const image = (rows: number, columns: number, shown: (i: number) => number): Pyramid =>
  imageIn(machine, rows, columns, shown);
const drawn = (pyramid: Pyramid, view: View): Uint32Array =>
  drawnBy(machine, view, [{ pyramid, origin: [0, 0] }]);

describe("pyramids", () => {
  test.each([
    [700, 900],
    [701, 903],
    [1, 2000],
    [513, 5],
  ])("every pixel of a coarser level of %d x %d is the largest of four", (rows, columns) => {
    const next = chance(7);
    const pyramid = image(rows, columns, () => Math.floor(next() * 65536));
    let finer = pyramid.finest;
    for (const level of pyramid.levels.slice(1)) {
      const [fine, coarse] = [finer, level].map(({ at, rows: r, columns: c }) =>
        machine.heap.u16(at, r * c).slice(),
      );
      const expected = new Uint16Array(level.rows * level.columns);
      fine?.forEach((value, i) => {
        const at = (Math.floor(i / finer.columns) >> 1) * level.columns + ((i % finer.columns) >> 1);
        expected[at] = Math.max(expected[at] ?? 0, value);
      });
      expect(isSame(coarse, expected)).toBe(true);
      finer = level;
    }
    pyramid.giveBack();
  });

  test("rows that come a few at a time make the same levels", () => {
    const next = chance(8);
    const whole = image(377, 600, () => Math.floor(next() * 65536));
    const growing = new Pyramid(machine, 377, 600, 1);
    const pixels = machine.heap.u16(whole.finest.at, 377 * 600).slice();
    machine.heap.u16(growing.finest.at, pixels.length).set(pixels);
    for (let rows = 0; rows < 377; rows += Math.ceil(next() * 40)) growing.rowsAre(rows);
    growing.rowsAre(377);
    growing.levels.forEach((level, i) => {
      const same = whole.levels[i];
      const read = (at = 0): Uint16Array => machine.heap.u16(at, level.rows * level.columns);
      expect(isSame(read(level.at), read(same?.at))).toBe(true);
    });
    whole.giveBack();
    growing.giveBack();
  });
});

describe("drawing", () => {
  test("no single bright pixel vanishes, however small it is drawn and wherever the view begins", () => {
    const next = chance(9);
    const white = palette("grey", false)[255];
    for (let round = 0; round < 20; round++) {
      const [rows, columns] = [270 + Math.floor(next() * 300), 270 + Math.floor(next() * 300)];
      const spot = Math.floor(next() * rows * columns);
      const pyramid = image(rows, columns, (i) => (i === spot ? 5000 : 1));
      const scale = 0.13 + next() * 0.85;
      const view: View = {
        scale,
        slow_px: -next() * 20,
        fast_px: -next() * 20,
        width: Math.ceil((columns + 41) * scale),
        height: Math.ceil((rows + 41) * scale),
      };
      const found: number[] = [];
      drawn(pyramid, view).forEach((colour, at) => {
        if (colour === white) found.push(at);
      });
      const row = (Math.floor(spot / columns) + 0.5 - view.slow_px) * scale;
      const column = ((spot % columns) + 0.5 - view.fast_px) * scale;
      expect(found.length).toBeGreaterThan(0);
      for (const at of found) {
        expect(Math.abs(Math.floor(at / view.width) + 0.5 - row)).toBeLessThan(2);
        expect(Math.abs((at % view.width) + 0.5 - column)).toBeLessThan(2);
      }
      pyramid.giveBack();
    }
  });

  test("enlarged pixels are even squares where overlays expect them", () => {
    const pyramid = image(8, 8, (i) => i + 1);
    const picture = drawn(pyramid, { scale: 10, slow_px: 2, fast_px: 3, width: 40, height: 30 });
    const colours = palette("grey", false);
    for (let y = 0; y < 30; y++)
      for (let x = 0; x < 40; x++)
        expect(picture[y * 40 + x]).toBe(colours[(2 + Math.floor(y / 10)) * 8 + 3 + Math.floor(x / 10)]);
    pyramid.giveBack();
  });

  test("beside the detector, and where rows have not come, nothing is drawn", () => {
    const pyramid = image(8, 8, () => 200);
    pyramid.empty();
    pyramid.rowsAre(3);
    const picture = drawn(pyramid, { scale: 1, slow_px: -2, fast_px: -2, width: 12, height: 12 });
    const counted = picture.reduce((number, colour) => number + (colour === picture[0] ? 0 : 1), 0);
    expect(counted).toBe(3 * 8);
    pyramid.giveBack();
  });
});

test("the part in view is cut at the detector and lies on a grid", () => {
  const view: View = { scale: 2, slow_px: 100, fast_px: -50, width: 400, height: 300 };
  expect(partInView(view, 1000, 1000, 0, 1)).toEqual({ rows: [100, 250], columns: [0, 150] });
  expect(partInView(view, 1000, 1000, 0, 256)).toEqual({ rows: [0, 256], columns: [0, 256] });
  expect(partInView({ ...view, slow_px: 2000 }, 1000, 1000, 0, 1)).toBeNull();
});
