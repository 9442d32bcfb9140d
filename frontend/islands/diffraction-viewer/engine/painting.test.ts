import { beforeAll, describe, expect, test } from "vitest";
import type { View } from "../contract/worker";
import { palette } from "./colours";
import type { Machine } from "./kernels";
import { builtMachine, chance } from "./testing";
import { drawn, image } from "./testing-pictures";

let machine: Machine;

beforeAll(async () => {
  machine = await builtMachine();
});

describe("painting", () => {
  test.each([0.9, 1.4, 2, 2.6, 3.7, 7])(
    "each place has the largest of what lies under it, %d pixels wide",
    (step) => {
      const next = chance(11);
      const [rows, columns, width, height] = [83, 97, 60, 50];
      const pyramid = image(machine, rows, columns, () => 1 + Math.floor(next() * 254));
      const shown = machine.heap.u16(pyramid.finest.at, rows * columns).slice();
      const [slow, fast] = [-9.3, 2.7];
      const view: View = { scale: 1 / step, slow_px: slow, fast_px: fast, width, height };
      const picture = drawn(machine, view, [{ pyramid, origin: [0, 0] }]);
      const colours = palette("grey", false);
      const under = (corner: number, i: number, size: number): number[] => {
        const [first, end] =
          step <= 1
            ? [Math.floor(corner + (i + 0.5) * step), Math.floor(corner + (i + 0.5) * step) + 1]
            : [Math.floor(corner + i * step + 1e-6), Math.ceil(corner + (i + 1) * step - 1e-6)];
        return Array.from({ length: end - first }, (_, k) => first + k).filter((at) => at >= 0 && at < size);
      };
      const differing = picture.reduce((number, colour, at) => {
        const under_y = under(slow, Math.floor(at / width), rows);
        const counts = under_y.flatMap((y) =>
          under(fast, at % width, columns).map((x) => shown[y * columns + x] ?? 0),
        );
        const expected = counts.length > 0 ? colours[Math.max(...counts) - 1] : picture[0];
        return number + (colour === expected ? 0 : 1);
      }, 0);
      expect(differing).toBe(0);
      pyramid.giveBack();
    },
  );

  test("what is drawn later leaves what lies beside it", () => {
    const [below, above] = [image(machine, 8, 8, () => 200), image(machine, 2, 2, () => 9)];
    const view: View = { scale: 1, slow_px: 0, fast_px: 0, width: 9, height: 8 };
    const picture = drawn(machine, view, [
      { pyramid: below, origin: [0, 0] },
      { pyramid: above, origin: [3, 4] },
    ]);
    const colours = palette("grey", false);
    const at = (y: number, x: number): number | undefined => picture[y * 9 + x];
    expect([at(3, 4), at(4, 5), at(3, 3), at(5, 5), at(0, 7)]).toEqual(
      [8, 8, 199, 199, 199].map((count) => colours[count]),
    );
    expect(colours).not.toContain(at(0, 8));
    expect(new Set(drawn(machine, view, [])).size).toBe(1);
    for (const pyramid of [below, above]) pyramid.giveBack();
  });
});
