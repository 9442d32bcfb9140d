// Fetches what will be wanted next; gives way to what is wanted now.
import type { Which } from "../contract/source";
import { keyOf, type Fetching } from "./fetching";
import { imagesAhead, OVERVIEWS_AHEAD } from "./lanes";

const AT_ONCE = 4;

export class Ahead {
  private here: Which | null = null;
  private direction: -1 | 0 | 1 = 0;
  private queue: Which[] = [];

  constructor(
    private readonly fetching: Fetching,
    private readonly ready: () => number,
  ) {}

  /** Another image is wanted: requests for images far from it are given up. */
  moveTo(which: Which, direction: -1 | 0 | 1): void {
    [this.here, this.direction] = [which, direction];
    this.queue = [];
    const near = [which, ...this.around(OVERVIEWS_AHEAD), this.beside(which, -direction)];
    this.fetching.keepOnly("overview", new Set(near.map(keyOf)));
    this.fetching.keepOnly("exact", new Set([which, ...this.around(2)].map(keyOf)));
  }

  /** Starts nothing more until it is told to. */
  pause(): void {
    this.queue = [];
  }

  overviews(): void {
    this.queue = this.around(OVERVIEWS_AHEAD).filter((which) => !this.fetching.overviews.has(keyOf(which)));
    this.next();
  }

  exact(count: number): void {
    for (const which of this.around(count))
      if (which.count === 1) this.fetching.exact(which).catch(() => undefined);
  }

  private next(): void {
    while (this.queue.length > 0 && this.fetching.comingOverviews < AT_ONCE) {
      const which = this.queue.shift();
      if (which)
        this.fetching.overview(which).then(
          () => {
            this.next();
          },
          () => undefined,
        );
    }
  }

  private around(count: number): Which[] {
    const { here } = this;
    if (!here) return [];
    const images = imagesAhead(here.image, this.direction, count, this.ready() - here.count + 1, here.count);
    return images.map((image) => ({ ...here, image }));
  }

  private beside(which: Which, by: number): Which {
    return { ...which, image: which.image + by * which.count };
  }
}
