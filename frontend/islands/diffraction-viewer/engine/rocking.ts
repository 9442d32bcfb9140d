// The counts of one spot over the images around, from tiles: a few kilobytes an image.
import type { FrameSource } from "../contract/source";
import type { Answer, Question } from "../contract/worker";
import { ExactFrame } from "./exact-frame";
import { gathered } from "./fetching";
import { GAP_COUNTS, KINDS } from "./kernels";
import type { Part } from "./marks";
import type { Stage } from "./stage";

type Rocking = Extract<Question, { kind: "rocking" }>;

const AT_ONCE = 4;
const RIM_PX = 3;

/** The sum over an inner box less what the rim around it lets expect; NaN when either has no good pixel. */
export function aboveBackground(counts: Uint32Array, size: number, rim: number): number {
  let [inner, innerNumber, outer, outerNumber] = [0, 0, 0, 0];
  counts.forEach((value, i) => {
    if (value === GAP_COUNTS) return;
    const [row, column] = [Math.floor(i / size), i % size];
    const rows = counts.length / size;
    if (row >= rim && row < rows - rim && column >= rim && column < size - rim) {
      inner += value;
      innerNumber++;
    } else {
      outer += value;
      outerNumber++;
    }
  });
  return innerNumber > 0 && outerNumber > 0 ? inner - (outer / outerNumber) * innerNumber : NaN;
}

export async function rockingCurve(
  stage: Stage,
  source: FrameSource,
  image: number,
  asked: Rocking,
): Promise<Answer> {
  const { shape, ready } = stage.manifest;
  const half = Math.max(1, Math.round(asked.half_width_px)) + RIM_PX;
  const around = (place: number, size: number): readonly [number, number] => {
    const middle = Math.floor(place);
    return [Math.max(0, middle - half), Math.min(size, middle + half + 1)];
  };
  const part: Part = { rows: around(asked.slow, shape[0]), columns: around(asked.fast, shape[1]) };
  if (part.rows[1] <= part.rows[0] || part.columns[1] <= part.columns[0]) {
    return { kind: "none", reason: "This place is not on the detector." };
  }
  const first = Math.max(1, image - Math.floor(asked.images / 2));
  const last = Math.min(ready, first + asked.images - 1);
  const images = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const counts = new Float64Array(images.length).fill(NaN);
  let next = 0;
  const follow = async (): Promise<void> => {
    for (let i = next++; i < images.length; i = next++)
      counts[i] = await one(stage, source, images[i] ?? first, part);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, follow));
  return { kind: "rocking", images: Float64Array.from(images), counts };
}

async function one(stage: Stage, source: FrameSource, image: number, part: Part): Promise<number> {
  const packed = await source.tile(image, part.rows, part.columns, new AbortController().signal);
  const bytes = await gathered(packed);
  const { machine, manifest } = stage;
  const [rows, columns] = [part.rows[1] - part.rows[0], part.columns[1] - part.columns[0]];
  const frame = new ExactFrame(machine, rows, columns);
  const at = machine.heap.take(rows * columns * 4);
  try {
    frame.begin(KINDS[manifest.dtype], manifest.gap_from, packed.codec, bytes.byteLength);
    frame.add(bytes, false);
    frame.finish();
    frame.readCounts(0, rows, at);
    return aboveBackground(machine.heap.u32(at, rows * columns), columns, RIM_PX);
  } finally {
    frame.giveBack();
    machine.heap.giveBack(at);
  }
}
