import { describe, expect, test } from "vitest";
import type { Manifest } from "../../contract/manifest";
import { LineMeter } from "../meter";
import { manifestFor } from "../testing-source";
import { HttpSource, SourceError } from "./http";

const { signal } = new AbortController();
const ONE = { image: 7, count: 1, how: "sum" } as const;

/** A server that knows one ticket at a time. */
class Server {
  readonly asked: string[] = [];
  ticket = "t1";
  root = "/img/x/";
  now = 0;
  status = 200;
  readonly renewals: Manifest[] = [];
  readonly meter = new LineMeter(() => this.now);
  readonly source = new HttpSource(
    "/viewer",
    this.meter,
    (manifest) => this.renewals.push(manifest),
    (address, init) => Promise.resolve(this.answer(address as string, init)),
    () => this.now,
  );

  private answer(address: string, init?: RequestInit): Response {
    this.asked.push(address);
    init?.signal?.throwIfAborted();
    if (address === "/viewer")
      return Response.json(manifestFor({ ticket: this.ticket, processing: 2, root: this.root }));
    const given = new Headers(init?.headers).get("Farlight-Ticket");
    if (!address.startsWith(this.root)) return new Response(null, { status: 404 });
    if (given !== this.ticket) return new Response(null, { status: 401 });
    if (this.status !== 200) return new Response(null, { status: this.status });
    const headers = { "Farlight-Codec": "lz4", "Content-Type": "image/webp" };
    return new Response(new Uint8Array(new Float32Array([1.5, 2.5]).buffer), { headers });
  }
}

describe("bytes are asked for", () => {
  test("where the contract says they lie", async () => {
    const server = new Server();
    await server.source.overview(ONE, signal);
    await server.source.overview({ ...ONE, count: 3, how: "max" }, signal);
    await server.source.exact(ONE, signal);
    await server.source.exact({ ...ONE, count: 3 }, signal);
    await server.source.tile(7, [0, 256], [512, 768], signal);
    await server.source.mask(signal);
    await server.source.spots(7, signal);
    await server.source.predictions(7, signal);
    expect(server.asked).toEqual([
      "/viewer",
      "/img/x/overview/7",
      "/img/x/overview/7-9?how=max",
      "/img/x/chunk/7",
      "/img/x/stack/7-9?how=sum",
      "/img/x/tile/7/0-256/512-768",
      "/img/x/mask",
      "/img/x/spots/7",
      "/img/x/predictions/2/7",
    ]);
  });

  test("and understood", async () => {
    const server = new Server();
    expect(await server.source.spots(7, signal)).toEqual(new Float32Array([1.5, 2.5]));
    const packed = await server.source.exact(ONE, signal);
    expect(packed.codec).toBe("lz4");
    const bytes = await new Response(packed.stream).arrayBuffer();
    expect(new Float32Array(bytes)).toEqual(new Float32Array([1.5, 2.5]));
    const overview = await server.source.overview(ONE, signal);
    expect([overview.type, overview.size]).toEqual(["image/webp", 8]);
  });
});

test("time in which nothing comes in does not count, whatever was asked before", async () => {
  const server = new Server();
  await server.source.spots(7, signal);
  await server.source.overview(ONE, signal);
  await new Response((await server.source.exact(ONE, signal)).stream).arrayBuffer();
  server.now = 60_000;
  server.meter.began(10);
  server.meter.received(100_000);
  server.now += 100;
  server.meter.ended();
  expect(server.meter.state.bytes_per_s).toBeCloseTo(1_000_000);
});

describe("tickets", () => {
  test("that are no longer valid are renewed once for all who wait, and the page is told", async () => {
    const server = new Server();
    await server.source.spots(1, signal);
    server.ticket = "t2";
    await Promise.all([server.source.spots(2, signal), server.source.spots(3, signal)]);
    expect(server.asked.filter((address) => address === "/viewer")).toHaveLength(2);
    expect(server.renewals.map(({ ticket }) => ticket)).toEqual(["t2"]);
  });

  test("are renewed before they run out", async () => {
    const server = new Server();
    await server.source.spots(1, signal);
    server.now = 81_000;
    await server.source.spots(2, signal);
    expect(server.asked).toEqual(["/viewer", "/img/x/spots/1", "/viewer", "/img/x/spots/2"]);
  });
});

test("images that moved, because the run's files changed, are found again", async () => {
  const server = new Server();
  await server.source.spots(1, signal);
  server.root = "/img/y/";
  server.now = 30_000;
  await server.source.spots(2, signal);
  expect(server.asked).toEqual(["/viewer", "/img/x/spots/1", "/img/x/spots/2", "/viewer", "/img/y/spots/2"]);
  server.status = 404;
  await expect(server.source.spots(3, signal)).rejects.toThrow(SourceError);
  expect(server.asked.slice(5)).toEqual(["/img/y/spots/3"]);
});

describe("refusals", () => {
  test.each([
    [404, "may not see it"],
    [409, "not been written"],
    [503, "too much to do"],
    [418, "refused \\(418\\)"],
  ])("of status %d are said in words", async (status, words) => {
    const server = new Server();
    server.status = status;
    await expect(server.source.exact(ONE, signal)).rejects.toThrow(SourceError);
    await expect(server.source.exact(ONE, signal)).rejects.toThrow(new RegExp(words));
  });

  test("of the manifest is said in the server's words", async () => {
    const said = { title: "Data of others needs a second factor. Give it; you come back here." };
    for (const [body, words] of [
      [
        JSON.stringify(said),
        "Data of others needs a second factor. Give it; you come back here. Then reload the page.",
      ],
      ["<html>", "You are signed out, or may no longer see this run. Reload the page."],
    ] as const) {
      const refusing: typeof fetch = () => Promise.resolve(new Response(body, { status: 403 }));
      const source = new HttpSource("/viewer", new LineMeter(), () => undefined, refusing);
      await expect(source.manifest(signal)).rejects.toThrow(new SourceError(words, 403));
    }
  });

  test("what was given up stays given up, and others go on", async () => {
    const server = new Server();
    const controller = new AbortController();
    controller.abort();
    await expect(server.source.exact(ONE, controller.signal)).rejects.toThrow(DOMException);
    expect((await server.source.exact(ONE, signal)).codec).toBe("lz4");
  });
});
