import { expect, test } from "vitest";
import { addressWith, between, rangeFrom, rangeInAddress, rangeText } from "./range";

test.each([
  ["12-80", { first: 12, last: 80 }],
  ["5-5", { first: 5, last: 5 }],
  ["80-12", null],
  ["0-3", null],
  ["x", null],
  [null, null],
])("a range is read from %s", (text, range) => {
  expect(rangeFrom(text)).toEqual(range);
});

test("a drag either way gives a range within what there is", () => {
  expect(between(80.4, 11.6, 100)).toEqual({ first: 12, last: 80 });
  expect(between(-5, 1e9, 100)).toEqual({ first: 1, last: 100 });
});

test("each run keeps its own range in the address", () => {
  const one = addressWith("https://x/sessions/a/?kind=grid", 5, { first: 1, last: 9 });
  const two = addressWith(one, 6, { first: 2, last: 3 });
  expect(rangeInAddress(two, 5)).toEqual({ first: 1, last: 9 });
  expect(rangeInAddress(two, 6)).toEqual({ first: 2, last: 3 });
  const less = addressWith(two, 5, null);
  expect(rangeInAddress(less, 5)).toBeNull();
  expect(rangeInAddress(less, 6)).toEqual({ first: 2, last: 3 });
  expect(new URL(less).searchParams.get("kind")).toBe("grid");
  expect(rangeText({ first: 2, last: 3 })).toBe("2-3");
});
