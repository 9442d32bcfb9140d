// Rows of a frame that are drawn while the rest is still on the line.
import type { Which } from "../contract/source";
import type { OnBytes } from "./fetching";
import type { Parts } from "./parts";

const REDRAW_EACH_MS = 80;

/** Unpacks a frame while it comes, when its overview is on the canvas already; else it is shown when it is whole. */
export class RowsAsTheyCome {
  isUsed = false;
  private drawnAt = 0;
  private got = 0;

  constructor(
    private readonly which: Which,
    private readonly around: Parts,
    private readonly isWanted: () => boolean,
  ) {}

  readonly onBytes: OnBytes = ({ codec, size_bytes }, bytes) => {
    const { which } = this;
    const { stage, say, redraw } = this.around;
    if (!this.isWanted()) this.isUsed = false;
    else if (!this.isUsed && this.got === 0 && stage.has("overview", which)) {
      stage.beginExact(which, codec, size_bytes);
      this.isUsed = true;
    }
    this.got += bytes.byteLength;
    if (!this.isUsed) return;
    const now = performance.now();
    const is_due = now - this.drawnAt > REDRAW_EACH_MS;
    stage.addExact(bytes, is_due);
    if (!is_due) return;
    this.drawnAt = now;
    redraw(() => undefined);
    if (size_bytes > 0) say({ kind: "progress", which, part: Math.min(1, this.got / size_bytes) });
  };
}
