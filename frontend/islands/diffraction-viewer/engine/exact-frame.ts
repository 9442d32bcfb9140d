// A frame with its exact counts: shown counts at all scales, and the packed bytes, from which whole counts are read.
import type { Codec } from "../contract/manifest";
import { checked, pixelBytes, type Machine } from "./kernels";
import { Pyramid } from "./pyramid";

export interface Pixels {
  kind: number;
  gap_from: number;
  rows: number;
  columns: number;
}

const ARRIVAL_WORDS = 6;
const BOOKMARK_WORDS = 2;

/** The memory for one frame of a detector or a part of it; frames follow each other in it. */
export class ExactFrame {
  readonly pyramid: Pyramid;
  private packed = 0;
  private packedCapacity = 0;
  private packedSize = 0;
  private codec: Codec = "raw";
  private kind = 0;
  private gapFrom = 0;
  private readonly arrival: number;
  private readonly bookmark: number;

  /** `mask` is the address of bytes that are 0 where a pixel is good; 0 where there is none. */
  constructor(
    private readonly machine: Machine,
    readonly rows: number,
    readonly columns: number,
    private mask = 0,
  ) {
    this.pyramid = new Pyramid(machine, rows, columns, 1);
    this.arrival = machine.heap.take(ARRIVAL_WORDS * 4);
    this.bookmark = machine.heap.take(BOOKMARK_WORDS * 4);
  }

  get pixels(): number {
    return this.rows * this.columns;
  }

  get isWhole(): boolean {
    return this.pyramid.finest.there === this.rows;
  }

  /** Makes room for another frame; what was there is gone. */
  begin(kind: number, gapFrom: number, codec: Codec, sizeBytes: number): void {
    this.pyramid.empty();
    this.kind = kind;
    this.gapFrom = gapFrom;
    this.codec = codec;
    this.packedSize = 0;
    this.reserve(Math.max(sizeBytes, 1));
    this.machine.heap.u32(this.arrival, ARRIVAL_WORDS).set([kind, gapFrom, this.pixels, 0, 0, 0]);
    this.machine.heap.u32(this.bookmark, BOOKMARK_WORDS).fill(0);
  }

  /** Takes the next bytes; with `isUnpacked` what can be unpacked is, and the number of whole rows that are there comes back. */
  add(bytes: Uint8Array, isUnpacked: boolean): number {
    this.reserve(this.packedSize + bytes.byteLength);
    this.machine.heap.u8(this.packed + this.packedSize, bytes.byteLength).set(bytes);
    this.packedSize += bytes.byteLength;
    if (isUnpacked && this.codec === "bslz4") this.unpackArrived();
    return this.pyramid.finest.there;
  }

  /** Says that no more bytes come. */
  finish(): void {
    if (this.codec === "bslz4") this.unpackArrived();
    else this.showPlain();
    if (!this.isWhole) checked(-1);
  }

  /** Shows a stack that lies in memory as whole counts. */
  showCounts(at: number): void {
    this.begin(0x04, 0xffffffff, "raw", this.pixels * 4);
    this.machine.heap.u8(this.packed, this.pixels * 4).set(this.machine.heap.u8(at, this.pixels * 4));
    this.packedSize = this.pixels * 4;
    this.showPlain();
  }

  /** Writes the whole counts of some rows to an address; gaps and masked pixels are GAP_COUNTS. */
  readCounts(firstRow: number, endRow: number, to: number): void {
    const { kernels } = this.machine;
    const [first, end] = [firstRow * this.columns, endRow * this.columns];
    if (this.codec === "bslz4") {
      const what = [this.packed, this.packedSize, this.kind, this.gapFrom, this.pixels] as const;
      checked(kernels.counts_of_chunk(...what, first, end, this.bookmark, to));
    } else {
      const from = this.packed + first * pixelBytes(this.kind);
      kernels.counts_of_pixels(this.kind, this.gapFrom, from, end - first, to);
    }
    if (this.mask) kernels.hide_counts(to, this.mask + first, end - first);
  }

  /** Makes masked pixels gaps, also of what is there already. */
  useMask(mask: number): void {
    this.mask = mask;
    const rows = this.pyramid.finest.there;
    this.pyramid.empty();
    if (rows > 0) this.rowsCame(0, rows);
  }

  giveBack(): void {
    this.pyramid.giveBack();
    for (const at of [this.arrival, this.bookmark, this.packed]) if (at) this.machine.heap.giveBack(at);
    this.packed = 0;
  }

  private unpackArrived(): void {
    const { finest } = this.pyramid;
    const done = this.machine.kernels.unpack_arriving(this.packed, this.packedSize, this.arrival, finest.at);
    const before = finest.there;
    const rows = Math.floor(checked(done) / this.columns);
    if (rows > before) this.rowsCame(before, rows);
  }

  private showPlain(): void {
    const { kernels } = this.machine;
    const wanted = this.pixels * pixelBytes(this.kind);
    if (this.codec === "lz4") {
      const plain = this.machine.heap.take(wanted);
      const state = kernels.unpack_lz4(this.packed, this.packedSize, plain, wanted);
      this.machine.heap.giveBack(this.packed);
      [this.packed, this.packedSize, this.packedCapacity] = [plain, wanted, wanted];
      checked(state);
    } else if (this.codec !== "raw") {
      checked(-4);
    }
    if (this.packedSize !== wanted) checked(-2);
    kernels.show_pixels(this.kind, this.gapFrom, this.packed, this.pixels, this.pyramid.finest.at);
    this.rowsCame(0, this.rows);
  }

  private rowsCame(before: number, rows: number): void {
    const first = before * this.columns;
    const { at } = this.pyramid.finest;
    if (this.mask)
      this.machine.kernels.hide(at + first * 2, this.mask + first, (rows - before) * this.columns);
    this.pyramid.rowsAre(rows);
  }

  private reserve(bytes: number): void {
    if (bytes <= this.packedCapacity) return;
    const { heap } = this.machine;
    const capacity = Math.ceil(bytes * 1.25);
    const at = heap.take(capacity);
    heap.u8(at, this.packedSize).set(heap.u8(this.packed, this.packedSize));
    if (this.packed) heap.giveBack(this.packed);
    this.packed = at;
    this.packedCapacity = capacity;
  }
}
