/** What was typed stays in this browser until it is declared: a line that breaks at night loses nothing. */

import type { GridRow } from "./contract";

const KEEP_MS = 30 * 24 * 3600 * 1000;

interface Kept {
  at: number;
  rows: GridRow[];
}

export class Draft {
  constructor(
    private readonly name: string,
    private readonly storage: Storage | null,
  ) {}

  read(now_ms: number): GridRow[] | null {
    try {
      const kept = JSON.parse(this.storage?.getItem(this.name) ?? "null") as Kept | null;
      return kept && now_ms - kept.at < KEEP_MS ? kept.rows : null;
    } catch {
      return null;
    }
  }

  keep(rows: readonly GridRow[], now_ms: number): void {
    try {
      this.storage?.setItem(this.name, JSON.stringify({ at: now_ms, rows }));
    } catch {
      // A browser that keeps nothing, or is full: the table works all the same.
    }
  }

  forget(): void {
    this.storage?.removeItem(this.name);
  }
}
