import { expect, test } from "vitest";
import { written } from "./instructions";

test("lengths count letters, not bytes, nor halves of letters", () => {
  expect(written("key", 97, 1)).toBe("3.key,2.97,1.1;");
  expect(written("nop")).toBe("3.nop;");
  expect(written("x", "Å𝛼")).toBe("1.x,2.Å𝛼;");
});
