// Sums, maxima and means of images whose exact frames are kept already; no server needed.
import type { Which } from "../contract/source";
import { ExactFrame } from "./exact-frame";
import { keyOf, type Chunk, type Fetching } from "./fetching";
import { KINDS } from "./kernels";
import type { Stage } from "./stage";

const STRIP_ROWS = 64;
const [SUM, MAX] = [0, 1];

function cached(fetching: Fetching, which: Which): Chunk[] | null {
  const images = Array.from({ length: which.count }, (_, i) => ({
    ...which,
    image: which.image + i,
    count: 1,
  }));
  const chunks = images.map((image) => fetching.chunks.find(keyOf(image)));
  return chunks.every((chunk) => chunk !== undefined) ? chunks : null;
}

/** Stacks and shows, if every frame is kept; false if not. */
export function stackOfCached(stage: Stage, fetching: Fetching, which: Which): boolean {
  const chunks = cached(fetching, which);
  if (!chunks) return false;
  const { heap, kernels } = stage.machine;
  const [rows, columns] = stage.manifest.shape;
  const stack = heap.take(rows * columns * 4);
  const strip = heap.take(STRIP_ROWS * columns * 4);
  heap.u32(stack, rows * columns).fill(0);
  const frame = new ExactFrame(stage.machine, rows, columns);
  for (const chunk of chunks) {
    frame.begin(KINDS[stage.manifest.dtype], stage.manifest.gap_from, chunk.codec, chunk.bytes.byteLength);
    frame.add(chunk.bytes, false);
    if (chunk.codec !== "bslz4") frame.finish();
    for (let row = 0; row < rows; row += STRIP_ROWS) {
      const end = Math.min(rows, row + STRIP_ROWS);
      frame.readCounts(row, end, strip);
      kernels.stack_up(
        strip,
        (end - row) * columns,
        which.how === "max" ? MAX : SUM,
        stack + row * columns * 4,
      );
    }
  }
  if (which.how === "mean") kernels.share_out(stack, rows * columns, which.count);
  frame.giveBack();
  stage.showStack(which, stack);
  heap.giveBack(strip);
  heap.giveBack(stack);
  return true;
}
