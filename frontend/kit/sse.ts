/**
 * One line to the session's event log.
 *
 * Read with `fetch`, not `EventSource`: the first request already says which number the page was rendered at, an
 * answer of 403 or 404 is told apart from a broken line, and every kind of event comes without being listed.
 */

import { EventStreamParser, type StreamMessage } from "./event-stream-parser";

export interface LiveEvent {
  number: number;
  kind: string;
  at: string;
  by: string | null;
  body: Record<string, unknown>;
}

export type LineState = "connecting" | "live" | "lost" | "ended";

export interface LineListener {
  onEvent(event: LiveEvent): void;
  /** With it comes the session's rights number: with another one, other things may be opened than before. */
  onHeartbeat(atMs: number, rights: number): void;
  /** The state of the beamline: a message without number, never missed, for the next one says it again. */
  onStatus?(status: Record<string, unknown>): void;
  /** Something under way is further: without number as well. */
  onMoved?(event: string, detail: Record<string, unknown>): void;
  onState(state: LineState, reasons?: readonly unknown[]): void;
}

export interface LineOptions {
  url: string;
  after: string;
  /** No byte for so long means that the line is lost, even if no error was seen. */
  silence_ms?: number;
  wait?: (delay_ms: number) => Promise<void>;
  fetch?: typeof fetch;
}

const DELAYS_MS = [300, 700, 1500, 3000, 5000];
/** A line that is made anew may be silent longer: a name is looked up, a busy server has a queue. */
const PATIENCE_FOR_ANSWER = 2;
const FORBIDDEN = new Set([401, 403, 404]);

export class Line {
  private lastId: string;
  private failures = 0;
  private closed = false;
  private abort = new AbortController();

  constructor(
    private readonly options: LineOptions,
    private readonly listener: LineListener,
  ) {
    this.lastId = options.after;
  }

  /** Follows the log until `close` is called or access ends; a broken line is taken up where it broke. */
  async follow(): Promise<void> {
    const wait = this.options.wait ?? ((delay_ms) => new Promise((done) => setTimeout(done, delay_ms)));
    while (!this.isClosed()) {
      await this.readOnce().catch(() => undefined);
      if (this.isClosed()) return;
      this.listener.onState("lost");
      await wait(DELAYS_MS[Math.min(this.failures++, DELAYS_MS.length - 1)] ?? 5000);
    }
  }

  close(): void {
    this.closed = true;
    this.abort.abort();
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private async readOnce(): Promise<void> {
    this.abort = new AbortController();
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (this.lastId) headers["Last-Event-ID"] = this.lastId;
    const get = this.options.fetch ?? fetch;
    const answer = get(this.options.url, { headers, cache: "no-store", signal: this.abort.signal });
    const response = await this.unlessSilent(answer, PATIENCE_FOR_ANSWER);
    if (FORBIDDEN.has(response.status)) {
      this.end([]);
      return;
    }
    if (!response.ok || !response.body) throw new Error(`the event stream answered ${response.status}`);
    this.listener.onState("live");
    await this.readAll(response.body);
  }

  private async readAll(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventStreamParser();
    for (;;) {
      const { done, value } = await this.unlessSilent(reader.read());
      if (done) return;
      this.failures = 0;
      for (const message of parser.push(decoder.decode(value, { stream: true }))) this.take(message);
    }
  }

  /** Waits for something that comes by the line; after too long a silence the line is let go. */
  private unlessSilent<T>(what: Promise<T>, patience = 1): Promise<T> {
    const { signal } = this.abort;
    const silence = setTimeout(
      () => {
        this.abort.abort();
      },
      patience * (this.options.silence_ms ?? 5000),
    );
    const cut = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new Error("the event stream is silent"));
      });
    });
    return Promise.race([what, cut]).finally(() => {
      clearTimeout(silence);
    });
  }

  private take(message: StreamMessage): void {
    const payload = JSON.parse(message.data) as Record<string, unknown>;
    if (message.event === "heartbeat") {
      this.listener.onHeartbeat(Date.parse(String(payload.at)), Number(payload.rights));
    } else if (message.event === "beamline-status") {
      this.listener.onStatus?.(payload);
    } else if (message.event === "transfers-moved") {
      this.listener.onMoved?.(message.event, payload);
    } else if (message.event === "access-ended") {
      this.end(Array.isArray(payload.reasons) ? payload.reasons : []);
    } else {
      if (message.id) this.lastId = message.id;
      this.listener.onEvent(payload as unknown as LiveEvent);
    }
  }

  private end(reasons: readonly unknown[]): void {
    this.close();
    this.listener.onState("ended", reasons);
  }
}
