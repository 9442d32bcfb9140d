/** What the parts of the viewer share: how one looks, and what is known of the run. */

import type { Manifest } from "../contract/manifest";
import type { Lane } from "../contract/worker";
import { GrowingSeries, type Row, type SeriesPart } from "../../per-image-plot/series";
import { toneOf, whiteCounts, within, onImage, type Looks } from "./looks";
import type { Tone } from "../contract/worker";

export interface LineSpeed {
  bits_per_s: number;
  latency_ms: number;
}

export class Desk {
  manifest: Manifest | null = null;
  /** Where an automatic picture is white; stays while one steps, so that images can be compared. */
  white_counts = whiteCounts(0, 0, 0);
  lane: Lane | null = null;
  reached_ms = NaN;
  line: LineSpeed | null = null;
  isPlaying = false;
  isPanelOpen = true;
  readonly series = new GrowingSeries();
  private rows = new Map<number, Row>();
  private readonly listeners = new Set<() => void>();

  constructor(public looks: Looks) {}

  /** Images that can be shown. */
  get last(): number {
    return this.manifest?.ready ?? this.looks.image;
  }

  get tone(): Tone {
    return toneOf(this.looks, this.white_counts);
  }

  change(patch: Partial<Looks>): void {
    this.looks = { ...this.looks, ...patch };
    this.tell();
  }

  /** To an image, by hand: one who steps no longer follows the newest. */
  go(image: number): void {
    const looks = onImage(this.looks, image, this.last);
    this.change({ image: looks.image, follows: false });
  }

  /** More images of the run, or its end. */
  grow(ready: number, isCollecting: boolean): void {
    if (!this.manifest) return;
    this.manifest = { ...this.manifest, ready, is_collecting: isCollecting };
    const image = this.looks.follows ? within(ready - this.looks.count + 1, ready) : this.looks.image;
    this.change({ image });
  }

  addSeries(part: SeriesPart): void {
    if (!this.series.add(part)) return;
    this.rows = new Map(this.series.all.map((row) => [row.image, row]));
    this.tell();
  }

  valuesOf(image: number): Row["values"] | undefined {
    return this.rows.get(image)?.values;
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }
}
