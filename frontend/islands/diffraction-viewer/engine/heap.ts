// Memory inside a WebAssembly memory: handed out, taken back, grown when there is no more.

const PAGE_BYTES = 65536;
const ALIGNED_BYTES = 64;

interface Piece {
  at: number;
  bytes: number;
}

function touches(first: Piece, second: Piece): boolean {
  return first.at + first.bytes === second.at;
}

/** Addresses are numbers; a view of them holds only until the memory grows, so it is made anew for each use. */
export class Heap {
  /** In order of addresses; neighbours never touch. */
  private free: Piece[] = [];
  private readonly taken = new Map<number, number>();
  private end: number;

  constructor(
    private readonly memory: WebAssembly.Memory,
    base: number,
  ) {
    this.end = Math.ceil(base / ALIGNED_BYTES) * ALIGNED_BYTES;
    this.give({ at: this.end, bytes: memory.buffer.byteLength - this.end });
    this.end = memory.buffer.byteLength;
  }

  /** What `take` handed out, in all. */
  get takenBytes(): number {
    let bytes = 0;
    for (const size of this.taken.values()) bytes += size;
    return bytes;
  }

  take(bytes: number): number {
    const wanted = Math.max(ALIGNED_BYTES, Math.ceil(bytes / ALIGNED_BYTES) * ALIGNED_BYTES);
    let piece = this.free.find((one) => one.bytes >= wanted);
    if (!piece) {
      this.grow(wanted);
      piece = this.free.find((one) => one.bytes >= wanted);
    }
    if (!piece) throw new RangeError("There is not enough memory for this image.");
    const at = piece.at;
    piece.at += wanted;
    piece.bytes -= wanted;
    if (piece.bytes === 0) this.free.splice(this.free.indexOf(piece), 1);
    this.taken.set(at, wanted);
    return at;
  }

  giveBack(at: number): void {
    const bytes = this.taken.get(at);
    if (bytes === undefined) throw new RangeError("This memory was not taken.");
    this.taken.delete(at);
    this.give({ at, bytes });
  }

  u8(at: number, n: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, at, n);
  }

  u16(at: number, n: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.buffer, at, n);
  }

  u32(at: number, n: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.buffer, at, n);
  }

  f32(at: number, n: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.buffer, at, n);
  }

  f64(at: number, n: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.buffer, at, n);
  }

  get buffer(): ArrayBuffer {
    return this.memory.buffer;
  }

  private grow(bytes: number): void {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    this.memory.grow(pages);
    this.give({ at: this.end, bytes: pages * PAGE_BYTES });
    this.end += pages * PAGE_BYTES;
  }

  private give(piece: Piece): void {
    const next = this.free.findIndex((one) => one.at > piece.at);
    const place = next < 0 ? this.free.length : next;
    this.free.splice(place, 0, piece);
    const [before, after] = [this.free[place - 1], this.free[place + 1]];
    if (after && touches(piece, after)) {
      piece.bytes += after.bytes;
      this.free.splice(place + 1, 1);
    }
    if (before && touches(before, piece)) {
      before.bytes += piece.bytes;
      this.free.splice(place, 1);
    }
  }
}
