import { afterEach, describe, expect, it, vi } from "vitest";
import { fetcher } from "./fetcher";

function answers(body: BodyInit, init: ResponseInit): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(body, init));
  });
  return asked;
}

describe("how H5Web asks", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("puts names and paths into the address, escaped", async () => {
    const asked = answers("[1]", { headers: { "Content-Type": "application/json" } });
    const bytes = await fetcher("/hdf5/data", { file: "raw/a&b.h5", path: "/entry/data" });
    expect(new TextDecoder().decode(bytes)).toBe("[1]");
    expect(asked).toEqual(["/hdf5/data?file=raw%2Fa%26b.h5&path=%2Fentry%2Fdata"]);
  });

  it("says what the server says", async () => {
    answers(JSON.stringify({ title: "Wrong", detail: "That is 900 MB of values." }), {
      status: 422,
      headers: { "Content-Type": "application/problem+json" },
    });
    await expect(fetcher("/hdf5/data", {})).rejects.toThrow("That is 900 MB of values.");
  });

  it("names the number when the server says nothing", async () => {
    answers("<h1>", { status: 502, headers: { "Content-Type": "text/html" } });
    await expect(fetcher("/hdf5/data", {})).rejects.toThrow("The server answers 502.");
  });
});
