// The functions of `native/source`, compiled to WebAssembly, and the memory they work on.
import type { Manifest } from "../contract/manifest";
import { Heap } from "./heap";

/** What the C functions take; the C source says what it means. Numbers named `…_at` are addresses. */
export interface Kernels {
  memory: WebAssembly.Memory;
  __heap_base: WebAssembly.Global;
  unpack_arriving(packed_at: number, available: number, arrival_at: number, shown_at: number): number;
  unpack_bslz4(
    packed_at: number,
    size: number,
    pixel_bytes: number,
    out_at: number,
    out_bytes: number,
  ): number;
  unpack_lz4(packed_at: number, size: number, out_at: number, out_bytes: number): number;
  show_pixels(kind: number, gap_from: number, pixels_at: number, n: number, shown_at: number): void;
  show_codes(rgba_at: number, n: number, table_at: number, mask_at: number, shown_at: number): void;
  hide(shown_at: number, mask_at: number, n: number): void;
  pool_mask(mask_at: number, rows: number, columns: number, cell: number, pooled_at: number): void;
  halve(shown_at: number, rows: number, columns: number, first: number, end: number, halved_at: number): void;
  fill(picture_at: number, n: number, colour: number): void;
  lay_out(corner: number, step: number, n: number, size: number, spans_at: number): void;
  draw(
    shown_at: number,
    rows: number,
    columns: number,
    slow: number,
    fast: number,
    step: number,
    colours_at: number,
    picture_at: number,
    width: number,
    height: number,
    is_first: number,
    around: number,
  ): number;
  counts_of_chunk(
    packed_at: number,
    size: number,
    kind: number,
    gap_from: number,
    pixels_in_all: number,
    first: number,
    end: number,
    bookmark_at: number,
    counts_at: number,
  ): number;
  counts_of_pixels(kind: number, gap_from: number, pixels_at: number, n: number, counts_at: number): void;
  hide_counts(counts_at: number, mask_at: number, n: number): void;
  stack_up(counts_at: number, n: number, how: number, stack_at: number): void;
  share_out(stack_at: number, n: number, images: number): void;
  tally(shown_at: number, n: number, numbers_at: number): void;
  add_radially(
    counts_at: number,
    first_row: number,
    rows: number,
    columns: number,
    panel_at: number,
    beam_at: number,
    bins_per_unit: number,
    bins: number,
    sums_at: number,
    numbers_at: number,
  ): number;
  keep_strong(
    shown_at: number,
    rows: number,
    columns: number,
    first_row: number,
    end_row: number,
    first_column: number,
    end_column: number,
    wanted_at: number,
    marked_at: number,
  ): number;
}

/** Kernels and the memory they share with us. */
export interface Machine {
  kernels: Kernels;
  heap: Heap;
}

export async function startMachine(module: BufferSource): Promise<Machine> {
  const { instance } = await WebAssembly.instantiate(module, {});
  const kernels = instance.exports as unknown as Kernels;
  return { kernels, heap: new Heap(kernels.memory, Number(kernels.__heap_base.value)) };
}

/** How the kernels name the types of pixels. */
export const KINDS: Record<Manifest["dtype"], number> = {
  uint8: 0x01,
  uint16: 0x02,
  uint32: 0x04,
  int16: 0x12,
  int32: 0x14,
  float32: 0x24,
};

export const GAP_COUNTS = 0xffffffff;

export function pixelBytes(kind: number): number {
  return kind & 15;
}

/** Bytes that cannot be unpacked. */
export class DamagedError extends Error {}

const REASONS: Record<number, string> = {
  [-1]: "This image's bytes end too early.",
  [-2]: "This image has another size than was announced.",
  [-3]: "This image is damaged and cannot be shown exactly.",
  [-4]: "This image is packed in a way that cannot be unpacked here.",
};

/** Throws what a kernel's result means when it is a refusal. */
export function checked(state: number): number {
  if (state < 0) throw new DamagedError(REASONS[state] ?? `This image cannot be unpacked (${state}).`);
  return state;
}
