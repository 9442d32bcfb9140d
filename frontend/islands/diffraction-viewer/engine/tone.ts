// From counts to colours by a table: changing contrast is 65536 new entries, not an image.
import type { Tone, ToneScale } from "../contract/worker";
import { gapColour, palette } from "./colours";

export const TABLE_SIZE = 65536;

const bent: Record<ToneScale, (counts: number) => number> = {
  linear: (counts) => counts,
  sqrt: (counts) => Math.sqrt(Math.max(counts, 0)),
  log: (counts) => Math.log1p(Math.max(counts, 0)),
};

/** Fills a table of packed colours by shown counts: entry 0 is a gap, entry n stands for n - 1 counts. */
export function fillTable(tone: Tone, table: Uint32Array): void {
  const colours = palette(tone.colours, tone.is_inverted);
  const [none, most] = [colours[0] ?? 0, colours[255] ?? 0];
  const bend = bent[tone.scale];
  const low = bend(tone.low_counts);
  const part = 255 / Math.max(bend(tone.high_counts) - low, 1e-6);
  const threshold = tone.threshold.kind === "fixed" ? tone.threshold.counts : -1;
  table[0] = tone.shows_mask ? gapColour(tone.is_inverted) : none;
  for (let shown = 1; shown < TABLE_SIZE; shown++) {
    const counts = shown - 1;
    if (threshold >= 0) {
      table[shown] = counts >= threshold ? most : none;
      continue;
    }
    const place = (bend(counts) - low) * part;
    table[shown] = place >= 255 ? most : place <= 0 ? none : (colours[place | 0] ?? none);
  }
  if (tone.threshold.kind === "dispersion")
    for (let shown = 2; shown < TABLE_SIZE; shown++) table[shown] = most;
}
