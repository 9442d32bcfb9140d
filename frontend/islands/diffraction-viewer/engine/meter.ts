// How fast the line is, from the bytes that came over it while at least one answer was coming in.
import type { LineState } from "./lanes";

const WEIGHT = 0.4;
const LEAST_BYTES = 16_384;
const LEAST_MS = 1;

/** Times are in ms, of any clock that only goes forward. */
export class LineMeter {
  private open = 0;
  private bytes = 0;
  private since = 0;
  private bytesPerSecond = 0;
  private latency = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  get state(): LineState {
    return { bytes_per_s: this.bytesPerSecond, latency_ms: this.latency };
  }

  /** The head of an answer came, so long after its request. */
  began(waited_ms: number): void {
    this.latency = this.latency === 0 ? waited_ms : this.latency + WEIGHT * (waited_ms - this.latency);
    if (this.open === 0) this.restart();
    this.open++;
  }

  received(bytes: number): void {
    this.bytes += bytes;
  }

  /** An answer is complete or was given up. */
  ended(): void {
    this.open = Math.max(0, this.open - 1);
    if (this.bytes >= LEAST_BYTES) this.weighIn();
    if (this.open === 0) this.restart();
  }

  private weighIn(): void {
    const took_ms = Math.max(this.now() - this.since, LEAST_MS);
    const measured = (this.bytes / took_ms) * 1000;
    this.bytesPerSecond =
      this.bytesPerSecond === 0 ? measured : this.bytesPerSecond + WEIGHT * (measured - this.bytesPerSecond);
    this.restart();
  }

  private restart(): void {
    this.bytes = 0;
    this.since = this.now();
  }
}
