// Invented images, so that the viewer can be looked at and tested without a server.
import type { Manifest } from "../../contract/manifest";
import type { SourceSpec } from "../../contract/worker";
import type { FrameSource, Packed, Which } from "../../contract/source";
import { codeOfCounts } from "../companding";
import { inventedCrystal, reflectionsOn, type Reflection } from "./crystal";
import { InventedDetector, type Counts } from "./detector";

type MockSpec = Extract<SourceSpec, { kind: "mock" }>;

const IMAGES = 180;
const PIECE_BYTES = 1 << 18;
const FOUND_FROM_COUNTS = 30;

/** Packs grey codes as a picture. */
export type PackPicture = (codes: Uint8Array, width: number, height: number) => Promise<Blob>;

async function packedByCanvas(codes: Uint8Array, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const picture = new ImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 0xff000000 | ((codes[i] ?? 0) * 0x010101);
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
}

export class MockSource implements FrameSource {
  private readonly detector: InventedDetector;
  private readonly known: Manifest;
  private readonly reflections = new Map<number, Reflection[]>();

  constructor(
    spec: MockSpec,
    private readonly pack: PackPicture = packedByCanvas,
  ) {
    this.detector = new InventedDetector(spec.detector, spec.bits);
    const { shape, geometry } = this.detector;
    this.known = {
      session: "mx1-1",
      run: 1,
      images: IMAGES,
      ready: IMAGES,
      is_collecting: false,
      shape,
      dtype: spec.bits === 16 ? "uint16" : "uint32",
      codec: "raw",
      gap_from: this.detector.gap,
      pool: Math.max(1, 2 ** Math.ceil(Math.log2(Math.max(...shape) / 1100))),
      geometry,
      sweep: { start_deg: 0, width_deg: 0.2 },
      crystal: inventedCrystal(),
      processing: 1,
      root: "",
      ticket: "",
      ticket_valid_s: 3600,
    };
  }

  manifest(): Promise<Manifest> {
    return Promise.resolve(this.known);
  }

  overview(which: Which): Promise<Blob> {
    const { pool, shape, gap_from } = this.known;
    const counts = this.stacked(which);
    const gap = which.count > 1 ? 0xffffffff : gap_from;
    const [rows, columns] = [Math.ceil(shape[0] / pool), Math.ceil(shape[1] / pool)];
    const best = new Float64Array(rows * columns).fill(-1);
    for (let i = 0, row = 0; row < shape[0]; row++) {
      const start = Math.floor(row / pool) * columns;
      for (let column = 0; column < shape[1]; column++, i++) {
        const at = start + Math.floor(column / pool);
        const value = counts[i] ?? gap;
        if (value < gap && value > (best[at] ?? 0)) best[at] = value;
      }
    }
    return this.pack(
      Uint8Array.from(best, (value) => (value < 0 ? 0 : codeOfCounts(value))),
      columns,
      rows,
    );
  }

  exact(which: Which): Promise<Packed> {
    return Promise.resolve(raw(this.stacked(which)));
  }

  tile(image: number, rows: readonly [number, number], columns: readonly [number, number]): Promise<Packed> {
    const frame = this.frame(image);
    const width = columns[1] - columns[0];
    const part = frame.slice(0, (rows[1] - rows[0]) * width);
    for (let row = rows[0]; row < rows[1]; row++) {
      const from = row * this.known.shape[1] + columns[0];
      part.set(frame.subarray(from, from + width), (row - rows[0]) * width);
    }
    return Promise.resolve(raw(part));
  }

  mask(): Promise<Packed> {
    return Promise.resolve(raw(this.detector.mask()));
  }

  spots(image: number): Promise<Float32Array> {
    const found = this.on(image).filter(({ counts }) => counts > FOUND_FROM_COUNTS);
    return Promise.resolve(
      Float32Array.from(found.flatMap(({ slow, fast, counts }) => [slow, fast, counts])),
    );
  }

  predictions(image: number): Promise<Float32Array> {
    const rows = this.on(image).flatMap(({ slow, fast, h, k, l, counts }) => {
      return [slow, fast, h, k, l, counts > FOUND_FROM_COUNTS ? 1 : 0];
    });
    return Promise.resolve(Float32Array.from(rows));
  }

  private on(image: number): Reflection[] {
    const { geometry, sweep, crystal } = this.known;
    if (!geometry || !sweep || !crystal) return [];
    const known = this.reflections.get(image) ?? reflectionsOn(geometry, sweep, crystal, image);
    this.reflections.set(image, known);
    return known;
  }

  private frame(image: number): Counts {
    return this.detector.frame(this.on(image));
  }

  private stacked(which: Which): Counts {
    const first = this.frame(which.image);
    if (which.count === 1) return first;
    const { gap_from } = this.known;
    const stack = Uint32Array.from(first, (value) => (value >= gap_from ? 0xffffffff : value));
    for (let image = which.image + 1; image < which.image + which.count; image++) {
      const next = this.frame(image);
      stack.forEach((value, i) => {
        const more = next[i] ?? 0;
        if (more < gap_from) stack[i] = which.how === "max" ? Math.max(value, more) : value + more;
      });
    }
    if (which.how !== "mean") return stack;
    return stack.map((value) => (value === 0xffffffff ? value : Math.round(value / which.count)));
  }
}

function raw(pixels: Counts | Uint8Array): Packed {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      controller.enqueue(bytes.subarray(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
    },
  });
  return { codec: "raw", stream, size_bytes: bytes.length };
}
