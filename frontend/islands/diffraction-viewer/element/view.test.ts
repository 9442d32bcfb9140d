import { describe, expect, test } from "vitest";
import {
  SCALE_MAX,
  WHOLE,
  fitScale,
  isOn,
  kept,
  lookingAt,
  moved,
  placeAt,
  pointOf,
  viewOf,
  windowOf,
  zoomedAt,
  type Shape,
} from "./view";

const SHAPE: Shape = [2162, 2068];
const SIZE = { width: 1400, height: 1000 };

test("the whole frame fits and stands in the middle", () => {
  const view = viewOf(WHOLE, SHAPE, SIZE);
  expect(view.scale).toBeCloseTo(1000 / 2162);
  expect(view.slow_px).toBeCloseTo(0);
  expect(view.fast_px + view.width / view.scale / 2).toBeCloseTo(1034);
  expect(windowOf(view, SHAPE).rows).toBeCloseTo(2162);
  expect(windowOf(view, SHAPE).columns).toBeCloseTo(2068);
});

test.each([2, 0.5, 7.3])("what lies under the hand stays there at a zoom of %d", (factor) => {
  const before = zoomedAt(WHOLE, 6, [700, 500], SHAPE, SIZE);
  const [x, y] = [612, 430];
  const after = zoomedAt(before, factor, [x, y], SHAPE, SIZE);
  const [slow, fast] = placeAt(viewOf(before, SHAPE, SIZE), x, y);
  const again = pointOf(viewOf(after, SHAPE, SIZE), [slow, fast]);
  expect(again[0]).toBeCloseTo(x, 6);
  expect(again[1]).toBeCloseTo(y, 6);
});

test("zooming ends at the whole frame and at the largest pixel", () => {
  expect(zoomedAt(WHOLE, 0.5, [3, 3], SHAPE, SIZE)).toEqual(WHOLE);
  const nearest = zoomedAt(WHOLE, 1e6, [700, 500], SHAPE, SIZE);
  expect(viewOf(nearest, SHAPE, SIZE).scale).toBeCloseTo(SCALE_MAX);
});

test("a frame that is moved follows the hand, and its edge stays at the window's", () => {
  const near = zoomedAt(WHOLE, 8, [700, 500], SHAPE, SIZE);
  const before = placeAt(viewOf(near, SHAPE, SIZE), 100, 100);
  const after = placeAt(viewOf(moved(near, 30, -20, SHAPE, SIZE), SHAPE, SIZE), 130, 80);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(after[1]).toBeCloseTo(before[1], 6);
  const corner = viewOf(moved(near, 1e7, 1e7, SHAPE, SIZE), SHAPE, SIZE);
  expect(corner.slow_px).toBeCloseTo(0);
  expect(corner.fast_px).toBeCloseTo(0);
});

test("a window that is wider than the frame keeps it in the middle", () => {
  const wide = { width: 4000, height: 500 };
  const looking = kept({ zoom: 1.5, centre: [0.2, 0.1] }, SHAPE, wide);
  expect(looking.centre[1]).toBe(0.5);
  expect(fitScale(SHAPE, wide)).toBeCloseTo(500 / 2162);
});

describe("a place is looked at", () => {
  test("pixel for pixel", () => {
    const view = viewOf(lookingAt([1200, 900], 1, SHAPE, SIZE), SHAPE, SIZE);
    expect(view.scale).toBeCloseTo(1);
    expect(placeAt(view, 700, 500)[0]).toBeCloseTo(1200);
  });

  test("only where there is a frame", () => {
    expect([isOn(SHAPE, [0, 0]), isOn(SHAPE, [2162, 5]), isOn(SHAPE, [5, -0.1])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
