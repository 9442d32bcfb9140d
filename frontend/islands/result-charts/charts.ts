/** The plots of results and of scans as they come over the wire, and what can be reckoned from them. Pure. */

import type { components } from "../../generated/api";

export type Along = "resolution" | "image" | "difference" | "energy" | "q" | "microns" | "degrees";
export type Look = "line" | "dots" | "dashes";

export type Line = Omit<components["schemas"]["CurveLineOut"], "look"> & { readonly look: Look };

export type Mark = components["schemas"]["MarkOut"];

/** Plots of scans have marks too, and may be drawn by powers of ten. */
export type Chart = Omit<components["schemas"]["ChartOut"], "along" | "lines"> & {
  readonly along: Along;
  readonly lines: readonly Line[];
  readonly marks?: readonly Mark[];
  readonly is_log?: boolean;
};

const UNITS: Readonly<Partial<Record<Along, { unit: string; decimals: number; tick: number }>>> = {
  energy: { unit: "eV", decimals: 1, tick: 0 },
  q: { unit: "1/Å", decimals: 4, tick: 2 },
  microns: { unit: "µm", decimals: 1, tick: 0 },
  degrees: { unit: "°", decimals: 2, tick: 0 },
};

/** Where a point stands on the axis: resolution (Å) is drawn by 1/d², so that equal steps hold as much of the data. */
export function place(along: Along, value: number): number {
  return along === "resolution" ? 1 / (value * value) : value;
}

/** The value at a place of the axis: the other way round. */
export function valueAt(along: Along, at: number): number {
  return along === "resolution" ? 1 / Math.sqrt(Math.max(at, 1e-9)) : at;
}

export function alongText(along: Along, value: number): string {
  if (along === "resolution") return `${value.toFixed(2)} Å`;
  const known = UNITS[along];
  if (known) return `${value.toFixed(known.decimals)} ${known.unit}`;
  if (along === "image") return `Image ${String(Math.round(value))}`;
  return `${String(Math.round(value))} images apart`;
}

/** A point of the axis in short, for beside its tick. */
export function tickText(along: Along, at: number): string {
  const known = UNITS[along];
  if (known) return at.toFixed(known.tick);
  if (along !== "resolution") return String(Math.round(at));
  return at <= 0 ? "∞" : valueAt(along, at).toFixed(at > 0.01 ? 2 : 1);
}

export function points(chart: Chart, line: Line): [number, number | null][] {
  return chart.along_values.map((value, index) => [place(chart.along, value), line.values[index] ?? null]);
}

/** The lines of a chart at one of its points, each as words. */
export function reading(chart: Chart, index: number): string[] {
  const along = chart.along_values[index];
  const said = chart.lines.map((line) => {
    const value = line.values[index] ?? null;
    const number = value === null ? "–" : value.toFixed(line.decimals);
    return `${line.word} ${number} ${line.unit}`.trim();
  });
  return [along === undefined ? "" : alongText(chart.along, along), ...said];
}
