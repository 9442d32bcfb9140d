import { expect, test } from "vitest";
import { ApiError } from "../../kit/api";
import { LineMeter, refusal } from "./line";

test("a server that is away for a moment is asked again, a refusal is not", () => {
  const errors = [
    new TypeError("no network"),
    new ApiError(502, "Bad gateway", []),
    new ApiError(403, "No.", []),
  ];
  expect(errors.map(refusal)).toEqual(["", "", "No."]);
});

test("a quick line gets what was wanted, without a pause", () => {
  const line = new LineMeter(640);
  expect([line.took(40), line.width, line.isThin]).toEqual([0, 640, false]);
});

test("a slow line gets smaller pictures, and wide ones again when it is better", () => {
  const line = new LineMeter(640);
  line.took(900);
  expect(line.width).toBe(320);
  line.took(100);
  expect(line.width).toBe(640);
});

test("a thin line gets stills", () => {
  const line = new LineMeter(640);
  const waits = [line.took(3000), line.took(3000), line.took(3000)];
  expect([waits, line.width, line.isThin]).toEqual([[0, 5000, 5000], 160, true]);
});
