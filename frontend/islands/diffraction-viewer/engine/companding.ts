// The one-byte codes of overviews; the table is the server's own (`farlight.science.companding` writes it).
import table from "../../../generated/companding.json";

/** Least counts of each code; that of code 0, a gap, means nothing. */
export const FIRST_COUNTS: readonly number[] = table.first_counts;

const LARGEST_SHOWN = 65535;

/** Counts in the middle of what a code stands for; NaN for a gap. */
export function countsOfCode(code: number): number {
  const first = FIRST_COUNTS[code];
  if (code === 0 || first === undefined) return NaN;
  const next = FIRST_COUNTS[code + 1] ?? first + 1;
  return Math.floor((first + next - 1) / 2);
}

/** Code of counts. */
export function codeOfCounts(counts: number): number {
  let [low, high] = [1, FIRST_COUNTS.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((FIRST_COUNTS[middle] ?? 0) <= counts) low = middle;
    else high = middle;
  }
  return low;
}

/** Shown counts (one more, 0 for a gap) of each code. */
export function shownOfCodes(): Uint16Array {
  return Uint16Array.from(FIRST_COUNTS, (_, code) =>
    code === 0 ? 0 : Math.min(countsOfCode(code) + 1, LARGEST_SHOWN),
  );
}
