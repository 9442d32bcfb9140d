// Brings the wanted image onto the canvas by the lanes that the line allows, and others into the cache ahead of it.
import type { Which } from "../contract/source";
import type { Lane } from "../contract/worker";
import { Ahead, AT_ONCE } from "./ahead";
import { RowsAsTheyCome } from "./arriving";
import { isAbort, keyOf } from "./fetching";
import { passing, planFor, type Plan } from "./lanes";
import type { Parts } from "./parts";
import { stackOfCached } from "./stacks";
import { TileLane } from "./tile-lane";
import { broughtPerSecond, Travel } from "./travel";
import { Unpacked } from "./unpacked";
import { wordsOf } from "./words";

/** Who stops on the way sees the very image a moment later. */
const REST_MS = 100;

export class Steering {
  private wanted: Which | null = null;
  /** What is shown for the wanted image: another near by where one passes quicker than the line brings each. */
  private aim: Which | null = null;
  private isPlaying = false;
  private hasLevels = false;
  private askedAt = 0;
  private dwell: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private readonly travel = new Travel();
  private readonly unpacked: Unpacked;
  private readonly ahead: Ahead;
  private readonly tiles: TileLane;

  constructor(private readonly parts: Parts) {
    this.unpacked = new Unpacked(parts.readPicture);
    this.ahead = new Ahead(parts.fetching, this.unpacked, () => parts.stage.manifest.ready);
    const tileDrawn = (which: Which, took_ms: number): void => {
      this.drawn(which, "tile", took_ms);
    };
    this.tiles = new TileLane(parts.source, parts.stage, tileDrawn, parts.redraw);
  }

  show(which: Which, direction: -1 | 0 | 1, isPlaying: boolean): void {
    [this.wanted, this.isPlaying] = [which, isPlaying];
    const now = performance.now();
    this.travel.step(which.image, direction, now);
    this.askedAt = now;
    this.stopWaiting();
    const { fetching, stage } = this.parts;
    const stride = fetching.overviews.has(keyOf(which)) ? 1 : this.stride(which);
    const aim = (this.aim = this.travel.aimedAt(which, stride, stage.manifest.ready));
    this.ahead.moveTo(aim, direction, this.stride(which));
    this.tiles.abandon();
    if (stage.has("exact", which)) return;
    const is_kept =
      fetching.chunks.has(keyOf(which)) && !(this.isPassing && fetching.overviews.has(keyOf(which)));
    if (is_kept) {
      void this.attempt(this.bringExact(which, now));
      return;
    }
    const plan = this.plan;
    if (plan.wants_overview) this.bringOverviewFor(which, aim);
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
    this.stopWaiting();
    this.tiles.abandon();
    this.parts.fetching.stop();
  }

  private get plan(): Plan {
    const { meter, fetching } = this.parts;
    const plan = planFor(meter.state, fetching.expectedChunkBytes, this.isPlaying);
    return this.isPassing ? passing(plan) : plan;
  }

  /** Plays, or steps faster than exact frames would be looked at. */
  private get isPassing(): boolean {
    return this.isPlaying || this.travel.isHurried;
  }

  private stopWaiting(): void {
    clearTimeout(this.dwell);
    clearTimeout(this.rest);
  }

  private stride(which: Which): number {
    const { meter, fetching } = this.parts;
    if (which.count > 1 || this.isPlaying) return 1;
    return this.travel.stride(broughtPerSecond(meter.state, fetching.expectedOverviewBytes, AT_ONCE));
  }

  private bringOverviewFor(which: Which, aim: Which): void {
    const isItself = keyOf(which) === keyOf(aim);
    const passed = (): void => {
      if (!isItself) this.parts.say({ kind: "passed", which });
    };
    if (this.parts.stage.has("overview", aim) && !isItself) passed();
    else void this.attempt(this.bringOverview(aim, passed));
    if (this.travel.isHurried) this.ahead.overviews();
    if (isItself) return;
    this.rest = setTimeout(() => {
      this.aim = which;
      void this.attempt(this.bringOverview(which));
    }, REST_MS);
  }

  private async bringOverview(which: Which, then: () => void = () => undefined): Promise<void> {
    const { fetching, stage } = this.parts;
    const blob = await fetching.overview(which);
    if (!this.isNearer(which)) return;
    const started = performance.now();
    const picture = await this.unpacked.take(keyOf(which), blob);
    if (!this.isNearer(which) || stage.has("exact", which)) {
      picture.close();
      return;
    }
    const pixels = await picture.read();
    if (!this.isNearer(which)) return;
    if (!stage.showOverview(which, pixels))
      throw new Error("An overview has another size than was announced.");
    this.putOn(which, "overview", started, then);
    this.viewChanged();
    if (this.travel.direction !== 0) this.ahead.overviews();
  }

  private async bringExact(which: Which, started = 0): Promise<void> {
    const { fetching, stage } = this.parts;
    this.ahead.pause();
    if (which.count > 1 && !fetching.chunks.has(keyOf(which)) && stackOfCached(stage, fetching, which)) {
      this.putOn(which, "exact", started || performance.now());
      return;
    }
    const rows = new RowsAsTheyCome(which, this.parts, () => this.isWanted(which));
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

  private isWanted(which: Which): boolean {
    return this.wanted !== null && keyOf(this.wanted) === keyOf(which);
  }

  /** Whether an image is what is aimed at, or at least nearer to it than what stands on the canvas. */
  private isNearer(which: Which): boolean {
    const { aim } = this;
    if (!aim || keyOf(aim) === keyOf(which)) return aim !== null;
    const { on } = this.parts.stage;
    if (!on || which.count > 1 || on.count > 1 || keyOf(aim) === keyOf(on)) return false;
    return Math.abs(which.image - aim.image) < Math.abs(on.image - aim.image);
  }

  private putOn(which: Which, lane: Lane, started: number, then: () => void = () => undefined): void {
    const took = performance.now() - started;
    this.parts.redraw((drawing_ms) => {
      this.drawn(which, lane, took + drawing_ms);
      then();
      if (this.isPlaying || (this.isPassing && this.hasLevels)) return;
      const levels = this.parts.stage.levels();
      if (levels) this.parts.say({ kind: "levels", which, ...levels });
      this.hasLevels = true;
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
