import { expect, test } from "vitest";
import { checkCharacter, isMisread } from "./codes";

test("one wrong character, or two neighbours exchanged, are found without asking anybody", () => {
  const code = `7k3mq9pd2ab${checkCharacter("7k3mq9pd2ab")}`;
  expect(["7K3M-Q9PD-2AB2", code].map(isMisread)).toEqual([false, false]);
  for (let at = 0; at < code.length; at += 1) {
    const other = code[at] === "x" ? "y" : "x";
    expect(isMisread(code.slice(0, at) + other + code.slice(at + 1))).toBe(true);
  }
  expect(isMisread("k73mq9pd2ab2")).toBe(true);
});

test("what is no parcel's code is not judged", () => {
  expect(["HX562B6A", "DLS-MX-0001", "CPS-0421", "", "7k3mq9pd2ab"].map(isMisread)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
