import { describe, expect, it } from "vitest";
import { castIn, length_s, matchesOf, movedTo, shortened, type Moment } from "./cast";

const HEADER = '{"version": 2, "width": 100, "height": 30}';

function lines(...rest: string[]): string {
  return [HEADER, ...rest, ""].join("\n");
}

describe("a recording", () => {
  it("is a size and moments", () => {
    expect(castIn(lines('[0.5, "o", "a"]', '[1, "r", "80x24"]'))).toEqual({
      columns: 100,
      rows: 30,
      moments: [
        [0.5, "o", "a"],
        [1, "r", "80x24"],
      ],
      unreadable: 0,
    });
  });

  it("is read as far as it can be when it broke off or was changed", () => {
    const cast = castIn(
      lines('[2, "o", "a"]', "nonsense", '[1, "o", "b"]', '["x", "o", "c"]', '[3, "o", "ha'),
    );
    expect(cast.moments).toEqual([
      [2, "o", "a"],
      [2, "o", "b"],
    ]);
    expect(cast.unreadable).toBe(3);
  });

  it("has a size even when its head is gone", () => {
    expect(castIn('[1, "o", "a"]\n[2, "o", "b"]\n')).toMatchObject({ columns: 80, rows: 24, unreadable: 1 });
    expect(castIn('{"width": 1e9, "height": -1}\n')).toMatchObject({ columns: 80, rows: 24, unreadable: 0 });
    expect(castIn("")).toEqual({ columns: 80, rows: 24, moments: [], unreadable: 1 });
  });
});

const LONG: Moment[] = [
  [1, "o", "a"],
  [61, "o", "b"],
  [62, "o", "c"],
];

describe("pauses", () => {
  it("are shortened, and nothing else", () => {
    expect(shortened(LONG, 2).map(([at_s]) => at_s)).toEqual([1, 3, 4]);
    expect(shortened(LONG, Infinity)).toEqual(LONG);
    expect([length_s(LONG), length_s([])]).toEqual([62, 0]);
  });

  it("move a place to the same place", () => {
    const short = shortened(LONG, 2);
    expect([0.5, 1, 30, 61.5, 99].map((at_s) => movedTo(at_s, LONG, short))).toEqual([0, 1, 3, 3.5, 4]);
    expect([1, 2.5, 3, 4].map((at_s) => movedTo(at_s, short, LONG))).toEqual([1, 2.5, 61, 62]);
  });
});

describe("text", () => {
  const typed: Moment[] = [
    [1, "o", "\u001b]0;title\u0007\u001b[01;32mada@sim1\u001b[0m:~$ "],
    [2, "o", "l"],
    [3, "r", "80x24"],
    [3.5, "o", "s\r\n"],
    [4, "o", "Scan_7  LS ls\r\n"],
  ];

  it("is found where it was shown whole, whatever its colours", () => {
    expect(matchesOf("LS", typed).map(({ at_s }) => at_s)).toEqual([3.5, 4]);
    expect(matchesOf("ada@sim1:~$ ls", typed)).toEqual([{ at_s: 3.5, line: "ada@sim1:~$ ls" }]);
    expect(matchesOf("scan_7", typed)).toEqual([{ at_s: 4, line: "Scan_7  LS ls" }]);
  });

  it("is not found in what nobody saw, nor when nothing is asked", () => {
    expect([matchesOf("title", typed), matchesOf("[01", typed), matchesOf(" ", typed)]).toEqual([[], [], []]);
  });
});
