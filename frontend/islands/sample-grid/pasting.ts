/** A paste goes into the cell where one stands, and from there to the right and down; rows are added as needed. */

import type { GridColumn, GridRow } from "./contract";

/** Heads of columns that came along with the cells, by the keys that they mean; null when the first line is no head. */
export function headsOf(line: readonly string[], columns: readonly GridColumn[]): (string | null)[] | null {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\s*[([].*[)\]]\s*$/u, "")
      .trim();
  const known = new Map(
    columns.flatMap((one) => [[plain(one.title), one.key] as const, [one.key, one.key] as const]),
  );
  const keys = line.map((cell) => known.get(plain(cell)) ?? null);
  const found = keys.filter((key) => key !== null).length;
  return line.length > 1 && found >= Math.max(2, line.length / 2) ? keys : null;
}

export interface Pasted {
  rows: GridRow[];
  /** Cells that found no column. */
  lost: number;
  /** How many cells were filled. */
  cells: number;
}

export function pasted(
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
  at: { row: number; column: number },
  cells: readonly (readonly string[])[],
): Pasted {
  const heads = cells[0] ? headsOf(cells[0], columns) : null;
  const body = heads ? cells.slice(1) : cells;
  const keys =
    heads ??
    body
      .reduce<string[]>((most, line) => (line.length > most.length ? [...line] : most), [])
      .map((_, n) => columns[at.column + n]?.key ?? null);
  const next = rows.map((row) => ({ ...row }));
  let lost = 0;
  let count = 0;
  body.forEach((line, down) => {
    const row = (next[at.row + down] ??= {});
    line.forEach((cell, across) => {
      const key = keys[across];
      if (key) {
        row[key] = cell;
        count += 1;
      } else if (cell) lost += 1;
    });
  });
  return { rows: Array.from(next, (row) => row), lost, cells: count };
}
