/** Per-image values of a run, in the order of the images. Pure. */

import type { components } from "../../generated/api";

type Series = components["schemas"]["SeriesOut"];

/** Parts that come with events do not say `sampled`. */
export type SeriesPart = Omit<Series, "sampled"> & Partial<Pick<Series, "sampled">>;

export const QUANTITIES = ["spots", "resolution_angstrom", "total_intensity", "ice_score"] as const;
export type Quantity = (typeof QUANTITIES)[number];

export interface Row {
  image: number;
  values: Readonly<Record<Quantity, number | null>>;
}

function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) || value < 0 ? null : value;
}

/** A resolution of zero means that there were too few spots to tell. */
function positive(value: number | null | undefined): number | null {
  return finite(value) === 0 ? null : finite(value);
}

function rowsOf(part: SeriesPart): Row[] {
  return part.image_numbers.map((image, index) => ({
    image,
    values: {
      spots: finite(part.spots[index]),
      resolution_angstrom: positive(part.resolution_angstrom[index]),
      total_intensity: finite(part.total_intensity[index]),
      ice_score: finite(part.ice_score[index]),
    },
  }));
}

/** A run's rows, which grow; an image that is told twice is kept once. */
export class GrowingSeries {
  private rows: Row[] = [];
  private known = new Set<number>();
  /** Whether images are left out as yet; the analysis fills them in when there is time. */
  sampled = false;

  get length(): number {
    return this.rows.length;
  }

  get all(): readonly Row[] {
    return this.rows;
  }

  /** Adds a part; true when anything in it was new. */
  add(part: SeriesPart): boolean {
    const fresh = rowsOf(part).filter((row) => !this.known.has(row.image));
    if (part.sampled !== undefined) this.sampled = part.sampled;
    if (fresh.length === 0) return false;
    for (const row of fresh) this.known.add(row.image);
    const last = this.rows.at(-1)?.image ?? -Infinity;
    const isInOrder = (fresh[0]?.image ?? 0) > last;
    this.rows.push(...fresh);
    if (!isInOrder || fresh.length > 1) this.rows.sort((a, b) => a.image - b.image);
    return true;
  }

  points(quantity: Quantity): [number, number | null][] {
    return this.rows.map((row) => [row.image, row.values[quantity]]);
  }
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** What the plot shows, in words, for those who do not see it. */
export function summary(series: GrowingSeries): string {
  if (series.length === 0) return "No image is analysed yet.";
  const numbers = (quantity: Quantity): number[] =>
    series.all.map((row) => row.values[quantity]).filter((value) => value !== null);
  const spots = median(numbers("spots"));
  const best = numbers("resolution_angstrom").reduce((least, value) => Math.min(least, value), Infinity);
  const parts = [`${series.length} ${series.length === 1 ? "image" : "images"} analysed`];
  if (spots !== null) parts.push(`median ${Math.round(spots)} spots`);
  if (Number.isFinite(best)) parts.push(`best ${best.toFixed(2)} Å`);
  if (series.sampled) parts.push("evenly sampled, as analysis fell behind; the rest follows");
  return parts.join(" · ");
}
