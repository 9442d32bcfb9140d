/**
 * Asks for one image at a time: while the last one is on its way, only the newest wish is kept. So a key that is held
 * down shows as many images as the line carries, and none is given up just before it comes.
 */

import type { Which } from "../contract/source";

/** An image that does not come within this time no longer holds up the next. */
const PATIENCE_MS = 250;

export interface Clock {
  now(): number;
  after(delay_ms: number, call: () => void): () => void;
}

export const CLOCK: Clock = {
  now: () => performance.now(),
  after: (delay_ms, call) => {
    const timer = setTimeout(call, delay_ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

export function isSame(a: Which, b: Which): boolean {
  return a.image === b.image && a.count === b.count && (a.count === 1 || a.how === b.how);
}

export class Pacer {
  private asked: Which | null = null;
  private wanted: Which | null = null;
  private stopWaiting: () => void = () => undefined;

  constructor(
    private readonly ask: (which: Which) => void,
    private readonly clock: Clock = CLOCK,
  ) {}

  /** Whether an image is on its way. */
  get isWaiting(): boolean {
    return this.asked !== null;
  }

  want(which: Which): void {
    if (this.asked) this.wanted = isSame(this.asked, which) ? null : which;
    else this.send(which);
  }

  /** Something of an image stands on the canvas. */
  arrived(which: Which): void {
    if (this.asked && isSame(this.asked, which)) this.goOn();
  }

  stop(): void {
    this.stopWaiting();
    this.asked = this.wanted = null;
  }

  private send(which: Which): void {
    this.asked = which;
    this.wanted = null;
    this.stopWaiting = this.clock.after(PATIENCE_MS, () => {
      this.goOn();
    });
    this.ask(which);
  }

  private goOn(): void {
    this.stopWaiting();
    this.asked = null;
    if (this.wanted) this.send(this.wanted);
  }
}
