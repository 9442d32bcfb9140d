import { expect, test } from "vitest";
import { ApiError } from "../../kit/api";
import { refusal, Tries } from "./line";

test("a broken line is tried again, ever later", () => {
  const tries = new Tries();
  const waits = [1006, 1006, 1011, 4503, 1006].map((code) => tries.ending(code, "").againAfterMs);
  expect(waits).toEqual([500, 1_000, 2_000, 5_000, 5_000]);
  tries.well();
  expect(tries.ending(1006, "")).toEqual({ words: "The line is broken. Trying again …", againAfterMs: 500 });
});

test("a password that was refused is tried rarely", () => {
  const ended = new Tries().ending(4504, "It refuses the password.");
  expect(ended).toEqual({
    words: "It refuses the password. Trying again in half a minute …",
    againAfterMs: 30_000,
  });
});

test("what the server ended for good says why, and stays ended", () => {
  const ended = new Tries().ending(4403, "The right to it ended.");
  expect(ended).toEqual({ words: "The right to it ended.", againAfterMs: null });
});

test("who may not look on reads every reason", () => {
  const reasons = [{ message: "It is over.", mend: "Ask Lena." }, { message: "No training." }];
  const said = refusal(new ApiError(403, "No.", reasons), new Tries());
  expect(said).toEqual({ words: "It is over. Ask Lena. No training.", againAfterMs: null });
});

test("a desktop that is not there yet is waited for", () => {
  expect(refusal(new ApiError(409, "It starts.", []), new Tries())).toEqual({
    words: "It starts. Trying again …",
    againAfterMs: 500,
  });
  expect(refusal(new TypeError("no network"), new Tries()).againAfterMs).toBe(500);
});
