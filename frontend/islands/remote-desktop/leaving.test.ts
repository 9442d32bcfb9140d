import { expect, test } from "vitest";
import { LeavingKeys } from "./leaving";

function left(keys: LeavingKeys, ...pressed: string[]): boolean {
  for (const key of pressed) keys.down(key);
  return pressed.map((key) => keys.up(key)).some(Boolean);
}

test("the three keys together leave, two do not, and with another one they are the desktop's", () => {
  const keys = new LeavingKeys();
  expect(left(keys, "Control", "Alt", "Shift")).toBe(true);
  expect(left(keys, "Control", "Alt")).toBe(false);
  expect(left(keys, "Control", "Alt", "Shift", "k")).toBe(false);
  keys.down("Control");
  keys.forget();
  expect(left(keys, "Alt", "Shift")).toBe(false);
});
