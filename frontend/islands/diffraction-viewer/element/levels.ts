/** Automatic levels: set by the first image, kept while one steps, set anew for another number of images together. */

import type { FromWorker } from "../contract/worker";
import type { Desk } from "./desk";
import { whiteCounts } from "./looks";

type Said = Extract<FromWorker, { kind: "levels" }>;

function nameOf({ which }: Said): string {
  return which.count > 1 ? `${which.count} ${which.how}` : "one";
}

export class Levels {
  private settled = "";
  private last: Said | null = null;

  constructor(private readonly desk: Desk) {}

  take(said: Said): void {
    this.last = said;
    if (nameOf(said) === this.settled) return;
    this.settled = nameOf(said);
    this.desk.white_counts = whiteCounts(said.p50, said.p99, said.p999);
    this.desk.tell();
  }

  /** As the image that is shown wants it; what was set by hand goes. */
  settle(): void {
    if (this.last) this.desk.white_counts = whiteCounts(this.last.p50, this.last.p99, this.last.p999);
    this.desk.change({ levels: null, contrast: 1 });
  }
}
