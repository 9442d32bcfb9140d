/** Viridis (S. van der Walt, N. Smith, CC0) by nine of its colours: as bright as the value is large, for any eye. */

const STOPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** The colour of a value between 0 and 1. */
export function colourOf(value_frac: number): string {
  const place = Math.min(Math.max(value_frac, 0), 1) * (STOPS.length - 1);
  const low = Math.min(Math.floor(place), STOPS.length - 2);
  const mix = (channel: 0 | 1 | 2): number => {
    const a = STOPS[low]?.[channel] ?? 0;
    const b = STOPS[low + 1]?.[channel] ?? 0;
    return Math.round(a + (b - a) * (place - low));
  };
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`;
}

export interface Range {
  low: number;
  high: number;
}

/** The extent of the values that there are. */
export function rangeOf(values: readonly (number | null)[]): Range | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return {
    low: known.reduce((least, value) => Math.min(least, value)),
    high: known.reduce((most, value) => Math.max(most, value)),
  };
}

/** Where a value stands in a range, from 0 (worst) to 1 (best); small is good when it is inverse. */
export function standing(value: number, range: Range, isInverse: boolean): number {
  const width = range.high - range.low;
  const frac = width === 0 ? 1 : (value - range.low) / width;
  return isInverse ? 1 - frac : frac;
}
