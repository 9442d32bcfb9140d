/** The line to a camera: what a refused ticket means, and how wide a picture it bears. */

import { ApiError } from "../../kit/api";

const SLOW_MS = 700;
const QUICK_MS = 150;
const NARROWEST_PX = 160;
const STILL_EVERY_MS = 5_000;
const THIN_MS = 2_500;

/** Why there is no ticket, for good; nothing when the line is broken, or the server is not there for the moment. */
export function refusal(error: unknown): string {
  return error instanceof ApiError && error.status < 500 ? error.message : "";
}

/** Follows from how long the last pictures took how wide the next may be. */
export class LineMeter {
  private widthPx: number;
  private lastMs = 0;

  constructor(private readonly wantedPx: number) {
    this.widthPx = wantedPx;
  }

  /** Takes how long a picture took from asking to being there, and returns how long to wait before the next. */
  took(ms: number): number {
    this.lastMs = ms;
    if (ms > SLOW_MS) this.widthPx = Math.max(NARROWEST_PX, this.widthPx / 2);
    else if (ms < QUICK_MS) this.widthPx = Math.min(this.wantedPx, this.widthPx * 2);
    return this.isThin ? STILL_EVERY_MS : 0;
  }

  get width(): number {
    return Math.round(this.widthPx);
  }

  /** Whether even small pictures come so slowly that stills are the better thing. */
  get isThin(): boolean {
    return this.widthPx <= NARROWEST_PX && this.lastMs > THIN_MS;
  }
}
