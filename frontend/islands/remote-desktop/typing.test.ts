import { expect, test } from "vitest";
import { keysymsOf } from "./typing";

test("letters, ends of lines, and what is not Latin become keys", () => {
  expect(keysymsOf("aÅ\r\n\tλ")).toEqual([0x61, 0xc5, 0xff0d, 0xff09, 0x010003bb]);
});
