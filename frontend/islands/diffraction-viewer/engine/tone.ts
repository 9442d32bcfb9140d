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
  const { threshold } = tone;
  if (threshold.kind === "dispersion") table.fill(none, 1, 2).fill(most, 2);
  else if (threshold.kind === "fixed") fillFrom(table, none, most, threshold.counts);
  else fillRamp(tone, colours, table);
  table[0] = tone.shows_mask ? gapColour(tone.is_inverted) : none;
}

/** One colour below so many counts, another from there on. */
function fillFrom(table: Uint32Array, below: number, above: number, counts: number): void {
  const first = Math.min(Math.max(Math.ceil(counts) + 1, 1), TABLE_SIZE);
  table.fill(below, 1, first).fill(above, first);
}

/** Only what lies between black and white is worked out: the rest is most of the table. */
function fillRamp(tone: Tone, colours: Uint32Array, table: Uint32Array): void {
  const bend = bent[tone.scale];
  const low = bend(tone.low_counts);
  const part = 255 / Math.max(bend(tone.high_counts) - low, 1e-6);
  const [none, most] = [colours[0] ?? 0, colours[255] ?? 0];
  for (let shown = 1; shown < TABLE_SIZE; shown++) {
    const place = (bend(shown - 1) - low) * part;
    if (place >= 255) {
      table.fill(most, shown);
      return;
    }
    table[shown] = place <= 0 ? none : (colours[place | 0] ?? none);
  }
}
