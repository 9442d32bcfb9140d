// Measures, in a browser, how long frames take to unpack and to draw; beside h5wasm with its bitshuffle plugin.
import type { Tone, View } from "../islands/diffraction-viewer/contract/worker";
import { ExactFrame } from "../islands/diffraction-viewer/engine/exact-frame";
import { GAP_COUNTS, KINDS, startMachine, type Machine } from "../islands/diffraction-viewer/engine/kernels";
import { Painter, canvasScreen } from "../islands/diffraction-viewer/engine/painter";

export interface Case {
  /** Address of the chunk as it stands in a file. */
  chunk: string;
  /** Address of an HDF5 file with that chunk alone, as dataset `data`. */
  file: string;
  rows: number;
  columns: number;
  dtype: "uint16" | "uint32";
}

type Figures = Record<string, number>;

interface H5Wasm {
  ready: Promise<{ FS: { writeFile(name: string, bytes: Uint8Array): void } }>;
  File: new (name: string, mode: string) => { get(name: string): { value: Uint16Array | Uint32Array } };
}

const ROUNDS = 40;
/** The clock of a browser has steps of 0.1 ms. */
const TIMES = 3;
const TONE: Tone = {
  colours: "grey",
  scale: "linear",
  low_counts: 0,
  high_counts: 20,
  is_inverted: true,
  shows_mask: true,
  threshold: { kind: "none" },
};

async function bytesAt(address: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

/** Least ms that the works take, in turn: other programs and the compiler at work can only make it longer. */
function inTurn(works: Record<string, () => void>): Figures {
  const least: Figures = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of Object.entries(works)) {
      const started = performance.now();
      for (let i = 0; i < TIMES; i++) work();
      least[name] = Math.min(least[name] ?? Infinity, (performance.now() - started) / TIMES);
    }
  }
  return least;
}

async function openedByH5Wasm({ file }: Case): Promise<() => Uint16Array | Uint32Array> {
  const [library, plugins] = (await Promise.all([
    import(/* @vite-ignore */ new URL("h5wasm/hdf5_hl.js", location.href).href),
    import(/* @vite-ignore */ new URL("h5wasm-plugins/index.mjs", location.href).href),
  ])) as [H5Wasm, { install_plugins(module: unknown, names: string[]): Promise<void> }];
  const module = await library.ready;
  await plugins.install_plugins(module, ["bshuf"]);
  module.FS.writeFile("frame.h5", await bytesAt(file));
  const dataset = new library.File("frame.h5", "r").get("data");
  return () => dataset.value;
}

/** Throws when h5wasm and we disagree about a pixel. */
function compare(
  machine: Machine,
  frame: ExactFrame,
  theirs: Uint16Array | Uint32Array,
  largest: number,
): void {
  const at = machine.heap.take(frame.pixels * 4);
  frame.readCounts(0, frame.rows, at);
  machine.heap.u32(at, frame.pixels).forEach((counts, i) => {
    if ((counts === GAP_COUNTS ? largest : counts) !== theirs[i]) throw new Error(`Pixel ${i} differs.`);
  });
  machine.heap.giveBack(at);
}

/** Unpacking alone, to shown counts; and the same with all coarser levels, as the viewer does it. */
async function decoding(machine: Machine, frame: ExactFrame, one: Case): Promise<Figures> {
  const { heap, kernels } = machine;
  const packed = await bytesAt(one.chunk);
  const [at, arrival] = [heap.take(packed.length), heap.take(24)];
  heap.u8(at, packed.length).set(packed);
  const alone = (): void => {
    heap.u32(arrival, 6).set([KINDS[one.dtype], GAP_COUNTS, frame.pixels, 0, 0, 0]);
    const done = kernels.unpack_arriving(at, packed.length, arrival, frame.pyramid.finest.at);
    if (done !== frame.pixels) throw new Error(`Only ${done} pixels were unpacked.`);
  };
  const whole = (): void => {
    frame.begin(KINDS[one.dtype], GAP_COUNTS, "bslz4", packed.length);
    frame.add(packed, false);
    frame.finish();
  };
  const readByThem = await openedByH5Wasm(one);
  whole();
  compare(machine, frame, readByThem(), one.dtype === "uint16" ? 65535 : GAP_COUNTS);
  const figures = inTurn({ decode_ms: alone, with_levels_ms: whole, h5wasm_ms: () => void readByThem() });
  heap.giveBack(at);
  return figures;
}

/** Drawing 1400 x 1000 pixels: fitted, pixel by pixel, enlarged; and with other colours. */
function drawing(machine: Machine, frame: ExactFrame): Figures {
  const [width, height] = [1400, 1000];
  const painter = new Painter(machine, canvasScreen(new OffscreenCanvas(width, height)));
  painter.useTone(TONE);
  const at = (scale: number): View => ({ scale, slow_px: 0, fast_px: 0, width, height });
  const draw = (view: View): void => {
    painter.draw(view, [{ pyramid: frame.pyramid, origin: [0, 0] }]);
  };
  const fit = height / frame.rows;
  let contrast = 0;
  return inTurn({
    draw_fit_ms: () => {
      draw(at(fit));
    },
    draw_single_ms: () => {
      draw(at(1));
    },
    draw_enlarged_ms: () => {
      draw(at(6.5));
    },
    tone_and_draw_ms: () => {
      painter.useTone({ ...TONE, scale: "log", high_counts: 10 + (contrast++ % 50) });
      draw(at(fit));
    },
  });
}

export async function measure(one: Case): Promise<Figures> {
  const machine = await startMachine(await bytesAt("viewer.wasm"));
  const frame = new ExactFrame(machine, one.rows, one.columns);
  const decoded = await decoding(machine, frame, one);
  return { ...decoded, ...drawing(machine, frame) };
}

Object.assign(globalThis, { measureDecoding: measure });
