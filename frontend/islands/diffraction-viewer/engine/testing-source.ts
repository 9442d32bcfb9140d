// A source for tests: small packed frames that come when the test lets them.
import type { Manifest } from "../contract/manifest";
import type { FrameSource, Packed, Which } from "../contract/source";
import { packedImages } from "./testing";

export const FRAME = (() => {
  const found = packedImages().find(({ name }) => name === "bslz4 of uint16 in blocks of 64");
  if (!found) throw new Error("The packed images lack one.");
  return found;
})();

export function manifestFor(changes: Partial<Manifest> = {}): Manifest {
  return {
    session: "mx1-1",
    run: 1,
    images: 100,
    ready: 100,
    is_collecting: false,
    shape: [FRAME.rows, FRAME.columns],
    dtype: "uint16",
    codec: "bslz4",
    gap_from: 65535,
    pool: 1,
    geometry: null,
    sweep: null,
    crystal: null,
    processing: 0,
    root: "/img/x/",
    ticket: "t1",
    ticket_valid_s: 100,
    ...changes,
  };
}

export function streamOf(bytes: Uint8Array, pieceBytes = 500): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
}

/** Answers with the same frame whatever is asked; tells what was asked and what was given up. */
export class ToldSource implements FrameSource {
  readonly asked: string[] = [];
  readonly givenUp: string[] = [];
  /** Overviews and frames wait for this. */
  gate: Promise<void> = Promise.resolve();
  packed: Uint8Array = FRAME.packed;

  constructor(readonly known: Manifest = manifestFor()) {}

  manifest(): Promise<Manifest> {
    return Promise.resolve(this.known);
  }

  async overview(which: Which, signal: AbortSignal): Promise<Blob> {
    await this.take(`overview ${which.image}`, signal);
    return new Blob([new Uint8Array([which.image])]);
  }

  async exact(which: Which, signal: AbortSignal): Promise<Packed> {
    await this.take(which.count > 1 ? `stack ${which.image} ${which.count}` : `exact ${which.image}`, signal);
    return { codec: "bslz4", stream: streamOf(this.packed), size_bytes: this.packed.length };
  }

  async tile(
    image: number,
    rows: readonly [number, number],
    columns: readonly [number, number],
    signal: AbortSignal,
  ): Promise<Packed> {
    await this.take(`tile ${image}`, signal);
    const part: number[] = [];
    for (let row = rows[0]; row < rows[1]; row++) {
      for (let column = columns[0]; column < columns[1]; column++) {
        const counts = FRAME.counts[row * FRAME.columns + column] ?? NaN;
        part.push(Number.isNaN(counts) ? 65535 : counts);
      }
    }
    return { codec: "raw", stream: streamOf(new Uint8Array(Uint16Array.from(part).buffer)), size_bytes: 0 };
  }

  mask(): Promise<Packed> {
    const none = new Uint8Array(FRAME.rows * FRAME.columns);
    return Promise.resolve({ codec: "raw", stream: streamOf(none), size_bytes: none.length });
  }

  spots(image: number): Promise<Float32Array> {
    return Promise.resolve(Float32Array.of(image, 2, 3));
  }

  predictions(): Promise<Float32Array> {
    return Promise.resolve(new Float32Array());
  }

  private async take(what: string, signal: AbortSignal): Promise<void> {
    this.asked.push(what);
    signal.addEventListener("abort", () => this.givenUp.push(what));
    await this.gate;
    signal.throwIfAborted();
  }
}
