import { expect, test } from "vitest";
import { EventStreamParser } from "./event-stream-parser";
import { Line, type LineListener, type LineState } from "./sse";

function body(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

function frame(number: number, kind: string): string {
  const data = { number, kind, at: "2026-01-02T03:04:05Z", by: null, body: { run: 1 } };
  return `id: ${number}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

function record(): { listener: LineListener; log: string[] } {
  const log: string[] = [];
  const listener = {
    onEvent: (event: { number: number; kind: string }) => log.push(`${event.number} ${event.kind}`),
    onHeartbeat: (_: number, rights: number) => log.push(`beat ${rights}`),
    onState: (state: LineState) => log.push(state),
  };
  return { listener: listener, log };
}

test("messages cut anywhere come whole, comments and empty ones do not come", () => {
  const parser = new EventStreamParser();
  const text = `: hello\n\n${frame(7, "run-started")}event: heartbeat\r\ndata: {}\r\n\r\nid: 8\n\n`;
  const messages = Array.from(text).flatMap((letter) => parser.push(letter));
  expect(messages.map((message) => [message.id, message.event])).toEqual([
    ["7", "run-started"],
    ["7", "heartbeat"],
  ]);
});

test("data of several lines is joined", () => {
  expect(new EventStreamParser().push("data: a\ndata:b\n\n")).toEqual([
    { id: "", event: "message", data: "a\nb" },
  ]);
});

test("a broken line is taken up after the last event that came", async () => {
  const asked: (string | undefined)[] = [];
  const answers = [
    new Response(body(frame(4, "run-started"), frame(5, "run-progressed").slice(0, 20))),
    new Response(
      body(
        frame(5, "run-progressed"),
        'event: heartbeat\ndata: {"at": "2026-01-02T03:04:06Z", "rights": 4}\n\n',
      ),
    ),
    new Response(null, { status: 502 }),
    new Response(body('event: access-ended\ndata: {"reasons": [{"message": "Over."}]}\n\n')),
  ];
  const fetched = ((_: string, init: { headers: Record<string, string> }) => {
    asked.push(init.headers["Last-Event-ID"]);
    return Promise.resolve(answers[asked.length - 1]);
  }) as unknown as typeof fetch;
  const { listener, log } = record();
  const line = new Line({ url: "/x", after: "3", wait: () => Promise.resolve(), fetch: fetched }, listener);
  await line.follow();
  expect(asked).toEqual(["3", "4", "5", "5"]);
  expect(log).toEqual([
    ...["live", "4 run-started", "lost", "live", "5 run-progressed", "beat 4", "lost"],
    ...["lost", "live", "ended"],
  ]);
});

test("a line that may not be followed ends and does not come back", async () => {
  let asked = 0;
  const fetched = (() => Promise.resolve(new Response(null, { status: 404 + 0 * asked++ }))) as typeof fetch;
  const { listener, log } = record();
  await new Line({ url: "/x", after: "", fetch: fetched }, listener).follow();
  expect([asked, log]).toEqual([1, ["ended"]]);
});

test("a line without a word for too long counts as lost", async () => {
  let asked = 0;
  const { listener, log } = record();
  const fetched = ((_: string, init: { signal: AbortSignal }) => {
    if (asked++) return Promise.resolve(new Response(null, { status: 403 }));
    const silent = new ReadableStream<Uint8Array>({
      start(controller) {
        init.signal.addEventListener("abort", () => {
          controller.error(new Error("aborted"));
        });
      },
    });
    return Promise.resolve(new Response(silent));
  }) as unknown as typeof fetch;
  const options = { url: "/x", after: "", silence_ms: 20, wait: () => Promise.resolve(), fetch: fetched };
  await new Line(options, listener).follow();
  expect(log).toEqual(["live", "lost", "ended"]);
});

test("a request that a silent line swallows is let go and asked again", async () => {
  const asked: AbortSignal[] = [];
  const { listener, log } = record();
  const fetched = ((_: string, init: { signal: AbortSignal }) => {
    asked.push(init.signal);
    if (asked.length > 2) return Promise.resolve(new Response(null, { status: 403 }));
    return new Promise<Response>(() => undefined);
  }) as unknown as typeof fetch;
  const options = { url: "/x", after: "", silence_ms: 10, wait: () => Promise.resolve(), fetch: fetched };
  await new Line(options, listener).follow();
  expect([asked.map((signal) => signal.aborted), log]).toEqual([
    [true, true, true],
    ["lost", "lost", "ended"],
  ]);
});
