// Where the worker gets bytes from. `http.ts` asks the server, `mock.ts` invents a crystal; both run inside the worker.
//
// Under the manifest's root lie, each immutable once the frame is finished, images counted from 1:
//   overview/<image>              WebP or JPEG, grey, max-pooled by `pool`, companded (see overview code below)
//   overview/<a>-<b>?how=sum      the same of several images
//   chunk/<image>                 the bytes as they stand in the file; header Farlight-Codec: bslz4 …
//   tile/<image>/<r0>-<r1>/<c0>-<c1>   rows and columns [r0, r1) × [c0, c1) of the frame, bslz4 of the frame's dtype
//   stack/<a>-<b>?how=sum|max|mean     bslz4 of uint32 (gaps 2^32-1)
//   mask                          bslz4 of uint8, 0 where good
//   spots/<image>                 float32 little-endian, n × 3: slow, fast, counts
//   predictions/<processing>/<image>   float32 little-endian, n × 6: slow, fast, h, k, l, 1 if it was indexed from a found spot
//
// Overview code, one byte: 0 no value, 1 + counts up to 31 counts, then logarithmic: see `companding.ts`.
import type { Codec, Manifest } from "./manifest";

export type How = "sum" | "max" | "mean";

/** One image, or several of them in one. */
export interface Which {
  image: number;
  /** Number of images from `image` on. */
  count: number;
  how: How;
}

export interface Packed {
  codec: Codec;
  /** Bytes as they come, for rows that appear as they arrive. */
  stream: ReadableStream<Uint8Array>;
  /** Of the whole; 0 where unknown. */
  size_bytes: number;
}

export interface FrameSource {
  manifest(signal: AbortSignal): Promise<Manifest>;
  overview(which: Which, signal: AbortSignal): Promise<Blob>;
  exact(which: Which, signal: AbortSignal): Promise<Packed>;
  tile(
    image: number,
    rows: readonly [number, number],
    columns: readonly [number, number],
    signal: AbortSignal,
  ): Promise<Packed>;
  mask(signal: AbortSignal): Promise<Packed>;
  spots(image: number, signal: AbortSignal): Promise<Float32Array>;
  predictions(image: number, signal: AbortSignal): Promise<Float32Array>;
}
