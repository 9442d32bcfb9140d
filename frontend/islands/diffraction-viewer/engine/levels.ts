// Levels that fit an image, for automatic contrast.
import type { Machine } from "./kernels";
import type { Level } from "./pyramid";

export interface Levels {
  p50: number;
  p99: number;
  p999: number;
  max: number;
}

const SHOWN = 65536;

/** Numbers of pixels by shown counts; entry 0 counts the gaps. */
export function tallyOf({ heap, kernels }: Machine, level: Level): Uint32Array {
  const at = heap.take(SHOWN * 4);
  heap.u32(at, SHOWN).fill(0);
  kernels.tally(level.at, level.there * level.columns, at);
  const numbers = heap.u32(at, SHOWN).slice();
  heap.giveBack(at);
  return numbers;
}

/** Counts below which a part of the pixels lie, for ascending parts. */
export function quantiles(numbers: Uint32Array, parts: readonly number[]): number[] {
  let good = 0;
  for (let shown = 1; shown < numbers.length; shown++) good += numbers[shown] ?? 0;
  const found: number[] = [];
  let below = 0;
  for (let shown = 1; shown < numbers.length && found.length < parts.length; shown++) {
    below += numbers[shown] ?? 0;
    while (found.length < parts.length && below > 0 && below >= (parts[found.length] ?? 1) * good)
      found.push(shown - 1);
  }
  while (found.length < parts.length) found.push(found[found.length - 1] ?? 0);
  return found;
}

export function levelsOf(machine: Machine, level: Level): Levels {
  const [p50 = 0, p99 = 0, p999 = 0, max = 0] = quantiles(tallyOf(machine, level), [0.5, 0.99, 0.999, 1]);
  return { p50, p99, p999, max };
}
