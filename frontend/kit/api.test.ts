import { afterEach, expect, test, vi } from "vitest";
import { ApiError, fetchJson } from "./api";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a refusal carries its reasons", async () => {
  const problem = {
    title: "Not now.",
    status: 403,
    reasons: [{ message: "The session has ended.", who: "user office" }],
  };
  const headers = { "content-type": "application/problem+json" };
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify(problem), { status: 403, headers })),
  );
  const error: unknown = await fetchJson("/x").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 403, message: "Not now.", reasons: problem.reasons });
});

test("an answer that is no JSON is still an error with a sentence", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 502 })));
  await expect(fetchJson("/x")).rejects.toThrow("The server answered 502.");
});
