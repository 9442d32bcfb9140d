// Small things that come packed, such as masks, unpacked into memory.
import type { Chunk } from "./fetching";
import { checked, type Machine } from "./kernels";

/** Unpacks to memory that is taken for it; gives its address. */
export function unpackPlain(
  { heap, kernels }: Machine,
  chunk: Chunk,
  pixelBytes: number,
  bytes: number,
): number {
  const out = heap.take(bytes);
  const size = chunk.bytes.byteLength;
  const packed = heap.take(size);
  heap.u8(packed, size).set(chunk.bytes);
  let state = -4;
  if (chunk.codec === "bslz4") state = kernels.unpack_bslz4(packed, size, pixelBytes, out, bytes);
  else if (chunk.codec === "lz4") state = kernels.unpack_lz4(packed, size, out, bytes);
  else if (chunk.codec === "raw") {
    state = size === bytes ? 0 : -2;
    if (state === 0) heap.u8(out, bytes).set(chunk.bytes);
  }
  heap.giveBack(packed);
  if (state < 0) heap.giveBack(out);
  checked(state);
  return out;
}
