// Brings the wanted image onto the canvas by the lanes that the line allows, and others into the cache ahead of it.
import type { FrameSource, Which } from "../contract/source";
import type { FromWorker, Lane } from "../contract/worker";
import { Ahead } from "./ahead";
import { isAbort, keyOf, type Fetching } from "./fetching";
import { passing, planFor, type Plan } from "./lanes";
import type { LineMeter } from "./meter";
import type { ReadPicture } from "./overview-frame";
import type { Stage } from "./stage";
import { stackOfCached } from "./stacks";
import { TileLane } from "./tile-lane";
import { wordsOf } from "./words";

export interface Parts {
  stage: Stage;
  fetching: Fetching;
  meter: LineMeter;
  readPicture: ReadPicture;
  say: (message: FromWorker) => void;
  /** Draws soon; calls back with what drawing took. */
  redraw: (then: (took_ms: number) => void) => void;
  source: FrameSource;
}

const REDRAW_EACH_MS = 80;
/** Who asks for the next image sooner than this holds a key down: overviews pass by quicker than exact frames. */
const HURRY_MS = 300;

export class Steering {
  private wanted: Which | null = null;
  private direction: -1 | 0 | 1 = 0;
  /** Plays, or steps faster than exact frames would be looked at. */
  private isPassing = false;
  private isPlaying = false;
  private askedAt = 0;
  private dwell: ReturnType<typeof setTimeout> | undefined;
  private readonly ahead: Ahead;
  private readonly tiles: TileLane;

  constructor(private readonly parts: Parts) {
    this.ahead = new Ahead(parts.fetching, () => parts.stage.manifest.ready);
    const tileDrawn = (which: Which, took_ms: number): void => {
      this.drawn(which, "tile", took_ms);
    };
    this.tiles = new TileLane(parts.source, parts.stage, tileDrawn, parts.redraw);
  }

  show(which: Which, direction: -1 | 0 | 1, isPlaying: boolean): void {
    [this.wanted, this.direction, this.isPlaying] = [which, direction, isPlaying];
    const now = performance.now();
    this.isPassing = isPlaying || (direction !== 0 && now - this.askedAt < HURRY_MS);
    this.askedAt = now;
    clearTimeout(this.dwell);
    const { fetching, stage } = this.parts;
    this.ahead.moveTo(which, direction);
    this.tiles.abandon();
    if (stage.has("exact", which)) return;
    const is_kept =
      fetching.chunks.has(keyOf(which)) && !(this.isPassing && fetching.overviews.has(keyOf(which)));
    if (is_kept) {
      void this.attempt(this.bringExact(which, now));
      return;
    }
    const plan = this.plan;
    if (plan.wants_overview) void this.attempt(this.bringOverview(which));
    if (plan.exact_after_ms !== null) {
      this.dwell = setTimeout(() => void this.attempt(this.bringExact(which)), plan.exact_after_ms);
    }
  }

  /** The view changed: on a thin line, the part in view may be wanted exactly. */
  viewChanged(): void {
    const { stage } = this.parts;
    if (this.wanted && this.plan.wants_tiles && !stage.hasExact && !this.isPlaying)
      this.tiles.want(this.wanted);
  }

  stop(): void {
    clearTimeout(this.dwell);
    this.tiles.abandon();
    this.parts.fetching.stop();
  }

  private get plan(): Plan {
    const { meter, fetching } = this.parts;
    const plan = planFor(meter.state, fetching.expectedChunkBytes, this.isPlaying);
    return this.isPassing ? passing(plan) : plan;
  }

  private async bringOverview(which: Which): Promise<void> {
    const { fetching, stage, readPicture } = this.parts;
    const blob = await fetching.overview(which);
    if (!this.isNearer(which)) return;
    const started = performance.now();
    const picture = await readPicture(blob);
    if (!this.isNearer(which) || stage.has("exact", which)) return;
    if (!stage.showOverview(which, picture))
      throw new Error("An overview has another size than was announced.");
    this.putOn(which, "overview", started);
    this.viewChanged();
    if (this.direction !== 0) this.ahead.overviews();
  }

  private async bringExact(which: Which, started = 0): Promise<void> {
    const { fetching, stage } = this.parts;
    this.ahead.pause();
    if (which.count > 1 && !fetching.chunks.has(keyOf(which)) && stackOfCached(stage, fetching, which)) {
      this.putOn(which, "exact", started || performance.now());
      return;
    }
    const rows = this.rowsAsTheyCome(which);
    const chunk = await fetching.exact(which, rows.onBytes);
    if (!this.isWanted(which)) return;
    const unpacking = performance.now();
    if (rows.isUsed) stage.finishExact(which);
    else stage.showChunk(which, chunk);
    this.putOn(which, "exact", unpacking);
    this.tiles.abandon();
    this.ahead.exact(this.plan.ahead);
    this.ahead.overviews();
  }

  /** Unpacks a frame while it comes, when its overview is on the canvas already; else it is shown when it is whole. */
  private rowsAsTheyCome(which: Which): {
    readonly isUsed: boolean;
    onBytes: Parameters<Fetching["exact"]>[1];
  } {
    const { stage, say } = this.parts;
    let [isUsed, drawnAt, got] = [false, 0, 0];
    return {
      get isUsed() {
        return isUsed;
      },
      onBytes: ({ codec, size_bytes }, bytes) => {
        if (!this.isWanted(which)) isUsed = false;
        else if (!isUsed && got === 0 && stage.has("overview", which)) {
          stage.beginExact(which, codec, size_bytes);
          isUsed = true;
        }
        got += bytes.byteLength;
        if (!isUsed) return;
        const now = performance.now();
        const is_due = now - drawnAt > REDRAW_EACH_MS;
        stage.addExact(bytes, is_due);
        if (!is_due) return;
        drawnAt = now;
        this.parts.redraw(() => undefined);
        if (size_bytes > 0) say({ kind: "progress", which, part: Math.min(1, got / size_bytes) });
      },
    };
  }

  private isWanted(which: Which): boolean {
    return this.wanted !== null && keyOf(this.wanted) === keyOf(which);
  }

  /** Whether an image is the wanted one, or at least nearer to it than what stands on the canvas. */
  private isNearer(which: Which): boolean {
    if (this.isWanted(which)) return true;
    const { on } = this.parts.stage;
    if (!this.wanted || !on || which.count > 1 || on.count > 1 || this.isWanted(on)) return false;
    return Math.abs(which.image - this.wanted.image) < Math.abs(on.image - this.wanted.image);
  }

  private putOn(which: Which, lane: Lane, started: number): void {
    const took = performance.now() - started;
    this.parts.redraw((drawing_ms) => {
      this.drawn(which, lane, took + drawing_ms);
      const levels = this.parts.stage.levels();
      if (levels && !this.isPlaying) this.parts.say({ kind: "levels", which, ...levels });
    });
  }

  private drawn(which: Which, lane: Lane, took_ms: number): void {
    const { say, meter } = this.parts;
    say({ kind: "drawn", which, lane, took_ms, reached_ms: performance.now() - this.askedAt });
    const { bytes_per_s, latency_ms } = meter.state;
    say({ kind: "line", bits_per_s: bytes_per_s * 8, latency_ms });
  }

  private async attempt(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!isAbort(error)) this.parts.say({ kind: "trouble", message: wordsOf(error), is_final: false });
    }
  }
}
