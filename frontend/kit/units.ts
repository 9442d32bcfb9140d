/** Values with their units; the same cases test this file and `ui/domain/values.py` (tests/values.json). */

export const NOT_KNOWN = "–";
const THIN_SPACE = "\u202f";
const STEPS: readonly (readonly [number, string, number, string])[] = [
  [86400, "d", 3600, "h"],
  [3600, "h", 60, "min"],
  [60, "min", 1, "s"],
];

export function withUnit(value: number | null | undefined, unit: string, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOT_KNOWN;
  return `${value.toFixed(decimals)}${THIN_SPACE}${unit}`;
}

export function angstrom(value_angstrom: number | null | undefined): string {
  return withUnit(value_angstrom, "Å", 2);
}

/** Duration in the unit that suits it: `8 ms`, `1.5 s`, `3 min 20 s`, `2 h 5 min`. */
export function seconds(duration_s: number): string {
  if (duration_s < 1) return `${Number((duration_s * 1000).toPrecision(4))}${THIN_SPACE}ms`;
  if (duration_s < 60) return `${Number(duration_s.toPrecision(3))}${THIN_SPACE}s`;
  const whole_s = Math.round(duration_s);
  for (const [size_s, unit, rest_s, restUnit] of STEPS) {
    if (whole_s < size_s) continue;
    const small = Math.floor((whole_s % size_s) / rest_s);
    const text = `${Math.floor(whole_s / size_s)}${THIN_SPACE}${unit}`;
    return small ? `${text} ${small}${THIN_SPACE}${restUnit}` : text;
  }
  return `${whole_s}${THIN_SPACE}s`;
}

const SIZES = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Size in powers of a thousand, three digits: `12.3 MB`. */
export function fileSize(size_bytes: number): string {
  let value = size_bytes;
  let step = 0;
  while (value >= 1000 && step < SIZES.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
  return `${digits}${THIN_SPACE}${SIZES[step] ?? ""}`;
}
