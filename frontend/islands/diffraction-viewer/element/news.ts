/** What the page's event stream says of the run: more images, and its end. */

import { HttpSource, MockSource, type SeriesSource } from "../../per-image-plot/source";
import type { Desk } from "./desk";

interface RunNews {
  run: number;
  frames: number;
}

export class News {
  private readonly stops: (() => void)[] = [];
  private readonly abort = new AbortController();

  constructor(
    private readonly desk: Desk,
    private readonly run: number,
    private readonly grown: (ready: number, isCollecting: boolean) => void,
    private readonly body: EventTarget = document.body,
  ) {
    this.on("run-progressed", true);
    this.on("run-ended", false);
  }

  /** Values of each image, where there is a series. */
  followSeries(series: SeriesSource): void {
    const take = this.desk.addSeries.bind(this.desk);
    this.stops.push(series.follow(take));
    series.load(this.abort.signal).then(take, () => undefined);
  }

  close(): void {
    this.abort.abort();
    for (const stop of this.stops) stop();
  }

  private on(kind: string, isCollecting: boolean): void {
    const listen = (event: Event): void => {
      const { run, frames } = (event as CustomEvent<RunNews>).detail;
      if (run === this.run && Number.isFinite(frames)) this.grown(frames, isCollecting);
    };
    this.body.addEventListener(kind, listen);
    this.stops.push(() => {
      this.body.removeEventListener(kind, listen);
    });
  }
}

export function seriesSource(url: string, run: number, isMock: boolean): SeriesSource | null {
  if (isMock) return new MockSource(180, 180);
  return url ? new HttpSource(url, run) : null;
}
