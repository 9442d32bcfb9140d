/** Plays a run: the next image when its time has come and the last one stands there, round and round. */

import { CLOCK, type Clock } from "./pacer";

export const RATES_HZ = [2, 5, 10, 20, 30] as const;

export class Player {
  private stopWaiting: (() => void) | null = null;

  constructor(
    private readonly step: () => void,
    private readonly isReady: () => boolean,
    public rate_hz = 10,
    private readonly clock: Clock = CLOCK,
  ) {}

  get isPlaying(): boolean {
    return this.stopWaiting !== null;
  }

  start(): void {
    this.stop();
    this.wait(this.clock.now());
  }

  stop(): void {
    this.stopWaiting?.();
    this.stopWaiting = null;
  }

  private wait(last_ms: number): void {
    const due_ms = last_ms + 1000 / this.rate_hz;
    this.stopWaiting = this.clock.after(Math.max(due_ms - this.clock.now(), 1), () => {
      const now_ms = this.clock.now();
      if (!this.isReady()) {
        this.wait(now_ms - 1000 / this.rate_hz + 4);
        return;
      }
      this.step();
      // Time that was lost is not made up for: no burst after a pause.
      this.wait(Math.max(due_ms, now_ms - 1000 / this.rate_hz));
    });
  }
}
