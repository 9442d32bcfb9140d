import { expect, test } from "vitest";
import { LineMeter } from "./line";

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
