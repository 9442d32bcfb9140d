// On a thin line, the part in view comes exactly long before the whole frame would.
import type { FrameSource, Which } from "../contract/source";
import { gathered, isAbort, keyOf } from "./fetching";
import { partInView, type Part } from "./marks";
import type { Stage } from "./stage";

const GRID_PX = 256;
const DWELL_MS = 90;
/** Wanted when a pixel of the overview is drawn at least this large. */
const COARSE_PX = 1.3;
/** A tile of more pixels is no saving. */
const PIXELS_MAX = 3_000_000;

export class TileLane {
  private controller: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = "";

  constructor(
    private readonly source: FrameSource,
    private readonly stage: Stage,
    private readonly drawn: (which: Which, took_ms: number) => void,
    private readonly redraw: (then: (took_ms: number) => void) => void,
  ) {}

  /** Asks for the part in view, after a moment of rest, unless it is there or asked for. */
  want(which: Which): void {
    const part = this.wantedPart(which);
    const key = part ? JSON.stringify([keyOf(which), part]) : "";
    if (!part || key === this.asked) return;
    this.abandon();
    this.asked = key;
    this.timer = setTimeout(() => void this.bring(which, part), DWELL_MS);
  }

  abandon(): void {
    clearTimeout(this.timer);
    this.controller?.abort();
    this.controller = null;
    this.asked = "";
  }

  private wantedPart(which: Which): Part | null {
    const { view, manifest } = this.stage;
    if (!view || which.count > 1 || view.scale * manifest.pool < COARSE_PX) return null;
    const part = partInView(view, manifest.shape[0], manifest.shape[1], 0, GRID_PX);
    if (!part) return null;
    return (part.rows[1] - part.rows[0]) * (part.columns[1] - part.columns[0]) > PIXELS_MAX ? null : part;
  }

  private async bring(which: Which, part: Part): Promise<void> {
    const controller = new AbortController();
    this.controller = controller;
    try {
      const packed = await this.source.tile(which.image, part.rows, part.columns, controller.signal);
      const bytes = await gathered(packed);
      if (controller.signal.aborted) return;
      const started = performance.now();
      this.stage.showTile(which, part, { codec: packed.codec, bytes });
      const took = performance.now() - started;
      this.redraw((drawing_ms) => {
        this.drawn(which, took + drawing_ms);
      });
    } catch (error) {
      this.asked = "";
      // The whole frame is on its way as well; a tile that does not come is no trouble of the user's.
      if (!isAbort(error)) this.controller = null;
    }
  }
}
