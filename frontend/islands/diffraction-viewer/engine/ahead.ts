// Fetches what will be wanted next, and unpacks what comes first of it; gives way to what is wanted now.
import type { Which } from "../contract/source";
import { keyOf, type Fetching } from "./fetching";
import { imagesAhead, OVERVIEWS_AHEAD } from "./lanes";
import { onTheWay } from "./travel";
import type { Unpacked } from "./unpacked";

/** Browsers open six lines to a server, of which the page's own events take one. */
export const AT_ONCE = 5;
/** So many overviews lie unpacked; each has some megabytes. */
const UNPACKED_AHEAD = 3;

export class Ahead {
  private here: Which | null = null;
  private direction: -1 | 0 | 1 = 0;
  private stride = 1;
  private queue: Which[] = [];

  constructor(
    private readonly fetching: Fetching,
    private readonly unpacked: Unpacked,
    private readonly ready: () => number,
  ) {}

  /**
   * Another image is wanted: requests for images far from it are given up. Those for images near by are not: small
   * as they are, giving them up costs more, a line and its opening anew.
   */
  moveTo(which: Which, direction: -1 | 0 | 1, stride: number): void {
    [this.here, this.direction, this.stride] = [which, direction, stride];
    this.queue = [];
    const reach = OVERVIEWS_AHEAD * Math.ceil(stride) * which.count;
    const isNear = (key: string): boolean => {
      const image = Number.parseInt(key, 10);
      return key === keyOf({ ...which, image }) && Math.abs(image - which.image) <= reach;
    };
    this.fetching.keepOnly("overview", isNear);
    const exact = new Set([which, ...this.around(2)].map(keyOf));
    this.fetching.keepOnly("exact", (key) => exact.has(key));
    this.unpack();
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
            this.unpack();
            this.next();
          },
          () => undefined,
        );
    }
  }

  /** Unpacks the next few in the way of travel, as far as they are there. */
  private unpack(): void {
    const { here, fetching, unpacked } = this;
    if (!here) return;
    const next = this.direction === 0 ? [] : this.around(UNPACKED_AHEAD);
    const soon = [here, ...next].map(keyOf);
    unpacked.keepOnly(new Set(soon));
    for (const key of soon.slice(1)) {
      const blob = fetching.overviews.find(key);
      if (blob) unpacked.begin(key, blob);
    }
  }

  private around(count: number): Which[] {
    const { here, direction, stride } = this;
    if (!here) return [];
    const ready = this.ready() - here.count + 1;
    const images =
      stride > 1 && direction !== 0 && here.count === 1
        ? onTheWay(here.image + direction, direction, stride, count, ready)
        : imagesAhead(here.image, direction, count, ready, here.count);
    return images.map((image) => ({ ...here, image }));
  }
}
