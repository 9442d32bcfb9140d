// Fetches overviews and exact frames once, keeps them, and gives up what is not wanted any more.
import type { Codec } from "../contract/manifest";
import type { FrameSource, Packed, Which } from "../contract/source";
import { Cache } from "./cache";

/** A frame's bytes as they are kept. */
export interface Chunk {
  codec: Codec;
  bytes: Uint8Array<ArrayBuffer>;
}

interface Pending<Value> {
  promise: Promise<Value>;
  controller: AbortController;
}

const OVERVIEW_PART = 0.25;

export function keyOf(which: Which): string {
  return which.count > 1 ? `${which.image}+${which.count}${which.how}` : String(which.image);
}

/** What arrives while a frame comes. */
export type OnBytes = (packed: Omit<Packed, "stream">, bytes: Uint8Array) => void;

export class Fetching {
  readonly overviews: Cache<Blob>;
  readonly chunks: Cache<Chunk>;
  private readonly coming = {
    overview: new Map<string, Pending<Blob>>(),
    exact: new Map<string, Pending<Chunk>>(),
  };
  private chunkBytes: number;
  private overviewBytes = 16_384;

  constructor(
    private readonly source: FrameSource,
    cacheBytes: number,
    expectedChunkBytes: number,
  ) {
    this.overviews = new Cache(cacheBytes * OVERVIEW_PART);
    this.chunks = new Cache(cacheBytes * (1 - OVERVIEW_PART));
    this.chunkBytes = expectedChunkBytes;
  }

  /** Bytes of a frame: the mean of those seen lately. */
  get expectedChunkBytes(): number {
    return this.chunkBytes;
  }

  /** Bytes of an overview: the mean of those seen lately. */
  get expectedOverviewBytes(): number {
    return this.overviewBytes;
  }

  isComing(lane: "overview" | "exact", which: Which): boolean {
    return this.coming[lane].has(keyOf(which));
  }

  get comingOverviews(): number {
    return this.coming.overview.size;
  }

  /** Gives up every request of a lane that is not for one of these. */
  keepOnly(lane: "overview" | "exact", isWanted: (key: string) => boolean): void {
    for (const [key, pending] of this.coming[lane]) if (!isWanted(key)) pending.controller.abort();
  }

  overview(which: Which): Promise<Blob> {
    const kept = this.overviews.find(keyOf(which));
    if (kept) return Promise.resolve(kept);
    return this.once(this.coming.overview, which, async (signal) => {
      const blob = await this.source.overview(which, signal);
      this.overviews.keep(keyOf(which), blob, blob.size);
      this.overviewBytes += (blob.size - this.overviewBytes) / 4;
      return blob;
    });
  }

  /** `onBytes` hears of bytes only when this call is the one that fetches. */
  exact(which: Which, onBytes?: OnBytes): Promise<Chunk> {
    const kept = this.chunks.find(keyOf(which));
    if (kept) return Promise.resolve(kept);
    return this.once(this.coming.exact, which, async (signal) => {
      const packed = await this.source.exact(which, signal);
      const chunk = { codec: packed.codec, bytes: await gathered(packed, onBytes) };
      this.chunks.keep(keyOf(which), chunk, chunk.bytes.byteLength);
      if (which.count === 1) this.chunkBytes += (chunk.bytes.byteLength - this.chunkBytes) / 2;
      return chunk;
    });
  }

  stop(): void {
    this.keepOnly("overview", () => false);
    this.keepOnly("exact", () => false);
  }

  private once<Value>(
    coming: Map<string, Pending<Value>>,
    which: Which,
    fetched: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const key = keyOf(which);
    const pending = coming.get(key);
    if (pending && !pending.controller.signal.aborted) return pending.promise;
    const controller = new AbortController();
    const entry = { controller, promise: fetched(controller.signal) };
    coming.set(key, entry);
    const forget = (): void => {
      if (coming.get(key) === entry) coming.delete(key);
    };
    entry.promise.then(forget, forget);
    return entry.promise;
  }
}

/** Reads a stream to its end. */
export async function gathered(packed: Packed, onBytes?: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = packed.stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.byteLength;
    onBytes?.({ codec: packed.codec, size_bytes: packed.size_bytes }, value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

/** Whether an error only says that something was given up on purpose. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
