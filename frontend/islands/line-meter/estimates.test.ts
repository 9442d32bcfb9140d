import { describe, expect, it } from "vitest";
import { bestOf, durationOf_s, median, speedOf, waitOf, type Line } from "./estimates";

const FAR: Line = {
  latency_ms: 100,
  down_bytes_per_s: 10e6,
  together_bytes_per_s: 40e6,
  up_bytes_per_s: 1e6,
};
const WAYS = [
  { code: "https", isBest: true },
  { code: "parallel", isBest: false },
  { code: "sftp", isBest: false },
];

describe("how long it takes", () => {
  it("knows what each way makes of a line", () => {
    expect(speedOf("https", FAR)).toBe(10e6);
    expect(speedOf("parallel", FAR)).toBe(40e6);
    expect(speedOf("globus", { ...FAR, together_bytes_per_s: 1e6 })).toBe(10e6);
    expect(Math.round(speedOf("sftp", FAR))).toBe(20971520);
    expect(durationOf_s("parallel", 4e9, FAR)).toBe(100);
  });

  it("stays with what the facility says unless another way takes less than half", () => {
    expect(bestOf(WAYS, 1e6, FAR)).toBe("https");
    expect(bestOf(WAYS, 4e9, FAR)).toBe("parallel");
    expect(bestOf(WAYS, 4e9, { ...FAR, together_bytes_per_s: 11e6, latency_ms: 200 })).toBe("https");
    expect(bestOf([], 1, FAR)).toBe("");
  });

  it("takes the middle of what was measured", () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([])).toBe(0);
  });
});

it("says in words how long one waits", () => {
  expect([waitOf(0.084), waitOf(100)]).toEqual(["less than a second", "about 1\u202fmin 40\u202fs"]);
});
