/**
 * Looks in an address and back: `…/images/12/?contrast=1.5&rings=1`. What is as at first is left out; what makes no
 * sense is taken as not said. Links of the viewer without script (`viewer/domain/settings.py`) mean the same here.
 */

import { COLOURS, type Region, type Threshold } from "../contract/worker";
import {
  COUNT_MAX,
  DISPERSION,
  FIXED,
  HOWS,
  NO_THRESHOLD,
  OVERLAYS,
  SCALES,
  firstLooks,
  type Looks,
  type Measured,
} from "./looks";
import { WHOLE, type Looking } from "./view";

type Query = URLSearchParams;

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function list(values: readonly number[]): string {
  return values.map(short).join(",");
}

/** So many numbers, separated by commas; undefined when they are not. */
function numbers(text: string | null, count: number): number[] | undefined {
  const found = (text ?? "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
  return found.length === count && found.every(Number.isFinite) ? found : undefined;
}

function oneOf<T extends string>(all: readonly T[], text: string | null, otherwise: T): T {
  return all.find((value) => value === text) ?? otherwise;
}

/** Mask shows unless switched off, all else only when switched on. */
const AT_FIRST: Readonly<Record<string, boolean>> = { mask: true };

export function queryOf(looks: Looks): string {
  const parts = [
    ...(looks.contrast === 1 ? [] : [`contrast=${short(looks.contrast)}`]),
    ...(looks.levels ? [`levels=${list(looks.levels)}`] : []),
    ...(looks.is_inverted ? ["invert=1"] : []),
    ...OVERLAYS.filter((name) => looks.shown.includes(name) !== Boolean(AT_FIRST[name])).map(
      (name) => `${name}=${AT_FIRST[name] ? 0 : 1}`,
    ),
    ...(looks.colours === COLOURS[0] ? [] : [`colours=${looks.colours}`]),
    ...(looks.scale === "linear" ? [] : [`scale=${looks.scale}`]),
    ...thresholdParts(looks.threshold),
    ...(looks.looking.zoom > 1
      ? [`zoom=${short(looks.looking.zoom)}`, `at=${list(looks.looking.centre)}`]
      : []),
    ...(looks.count > 1 ? [`stack=${looks.how},${looks.count}`] : []),
    ...measuredParts(looks.measured),
    ...(looks.compared === null ? [] : [`beside=${looks.compared}`]),
    ...(looks.follows ? ["newest=1"] : []),
  ];
  return parts.length ? `?${parts.join("&")}` : "";
}

function thresholdParts(threshold: Threshold): string[] {
  if (threshold.kind === "none") return [];
  if (threshold.kind === "fixed") return [`threshold=${short(threshold.counts)}`];
  const { sigma_background, sigma_strong, half_width_px, counts_min } = threshold;
  return [`dispersion=${list([sigma_background, sigma_strong, half_width_px, counts_min])}`];
}

function measuredParts(measured: Measured): string[] {
  switch (measured.kind) {
    case "none":
      return [];
    case "radial":
      return ["radial=1"];
    case "line":
      return [`line=${list([...measured.from, ...measured.to])}`];
    case "box":
      return [`box=${list([...measured.region.rows, ...measured.region.columns])}`];
    case "rocking":
      return [`rocking=${list(measured.at)}`];
  }
}

/** The image that a path names, where it is one of these pages (`…/images/{image}/`). */
export function imageOf(path: string, page: string): number | undefined {
  const [before = "", after = ""] = page.split("{image}");
  if (!page.includes("{image}") || !path.startsWith(before) || !path.endsWith(after)) return undefined;
  const image = Number(path.slice(before.length, path.length - after.length));
  return Number.isInteger(image) && image > 0 ? image : undefined;
}

export function looksFrom(image: number, query: Query): Looks {
  const first = firstLooks(image);
  const [how = "", count = ""] = (query.get("stack") ?? "").split(",");
  const [compared] = numbers(query.get("beside"), 1) ?? [];
  return {
    ...first,
    contrast: positive(query.get("contrast")),
    levels: levelsFrom(query),
    is_inverted: query.get("invert") === "1",
    shown: OVERLAYS.filter((name) => (query.get(name) ?? (AT_FIRST[name] ? "1" : "0")) === "1"),
    colours: oneOf(COLOURS, query.get("colours"), first.colours),
    scale: oneOf(SCALES, query.get("scale"), first.scale),
    threshold: thresholdFrom(query),
    looking: lookingFrom(query),
    how: oneOf(HOWS, how, first.how),
    count: Math.min(Math.max(Math.round(Number(count) || 1), 1), COUNT_MAX),
    measured: measuredFrom(query),
    compared: compared === undefined ? null : Math.max(1, Math.round(compared)),
    follows: query.get("newest") === "1",
  };
}

function positive(text: string | null): number {
  const [value] = numbers(text, 1) ?? [];
  return value !== undefined && value > 0 ? Math.min(Math.max(value, 0.05), 20) : 1;
}

function levelsFrom(query: Query): readonly [number, number] | null {
  const [low, high] = numbers(query.get("levels"), 2) ?? [];
  return low !== undefined && high !== undefined && high > low ? [low, high] : null;
}

function lookingFrom(query: Query): Looking {
  const [zoom = 1] = numbers(query.get("zoom"), 1) ?? [];
  const [slow = 0.5, fast = 0.5] = numbers(query.get("at"), 2) ?? [];
  return zoom > 1 ? { zoom, centre: [slow, fast] } : WHOLE;
}

function thresholdFrom(query: Query): Threshold {
  const [counts] = numbers(query.get("threshold"), 1) ?? [];
  if (counts !== undefined) return { ...FIXED, counts };
  const [sigma_background, sigma_strong, half_width_px, counts_min] =
    numbers(query.get("dispersion"), 4) ?? [];
  if (sigma_background === undefined || sigma_strong === undefined) return NO_THRESHOLD;
  if (half_width_px === undefined || counts_min === undefined) return NO_THRESHOLD;
  return { ...DISPERSION, sigma_background, sigma_strong, half_width_px, counts_min };
}

function measuredFrom(query: Query): Measured {
  const line = numbers(query.get("line"), 4);
  if (line) return { kind: "line", from: pair(line, 0), to: pair(line, 2) };
  const box = numbers(query.get("box"), 4);
  if (box) return { kind: "box", region: regionOf(pair(box, 0), pair(box, 2)) };
  const rocking = numbers(query.get("rocking"), 2);
  if (rocking) return { kind: "rocking", at: pair(rocking, 0) };
  return query.get("radial") === "1" ? { kind: "radial" } : { kind: "none" };
}

function pair(values: readonly number[], first: number): readonly [number, number] {
  return [values[first] ?? 0, values[first + 1] ?? 0];
}

function regionOf(rows: readonly [number, number], columns: readonly [number, number]): Region {
  return { rows, columns };
}
