// How somebody passes through the images of a run, and which of them are shown on the way.
//
// A key that is held down asks for images more often than some lines can bring them. Then every second or third is
// shown, always the same ones, so that what is fetched ahead is what is wanted when one comes there.
import type { Which } from "../contract/source";
import type { LineState } from "./lanes";

/** Who asks for the next image sooner than this holds a key down: overviews pass by quicker than exact frames. */
const HURRY_MS = 300;
const STRIDES = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** Part of what a line can bring that is counted on. */
const COUNTED_ON = 0.85;
const WEIGHT = 0.2;

export class Travel {
  isHurried = false;
  direction: -1 | 0 | 1 = 0;
  private image = 0;
  private asked_ms = -HURRY_MS;
  private speed = 0;

  /** An image is asked for. */
  step(image: number, direction: -1 | 0 | 1, now_ms: number): void {
    const [by, took_ms] = [Math.abs(image - this.image), Math.max(now_ms - this.asked_ms, 1)];
    const goesOn = direction !== 0 && took_ms < HURRY_MS;
    const measured = (1000 * by) / took_ms;
    if (!goesOn) this.speed = 0;
    else this.speed = this.isHurried ? this.speed + WEIGHT * (measured - this.speed) : measured;
    this.isHurried = goesOn;
    [this.image, this.direction, this.asked_ms] = [image, direction, now_ms];
  }

  /** Images from one that is shown to the next, such that a line brings them in time. */
  stride(brought_per_s: number): number {
    if (!this.isHurried) return 1;
    const needed = this.speed / (COUNTED_ON * brought_per_s);
    return STRIDES.find((stride) => stride >= needed) ?? STRIDES[STRIDES.length - 1] ?? 1;
  }

  /** What is shown for a wanted image: itself, or the next on the way. */
  aimedAt(which: Which, stride: number, ready: number): Which {
    if (stride === 1 || this.direction === 0) return which;
    const [image] = onTheWay(which.image, this.direction, stride, 1, ready);
    return { ...which, image: image ?? which.image };
  }
}

/** Images that a line brings each second, so many requests being under way at once; all there are while nothing is known. */
export function broughtPerSecond(line: LineState, imageBytes: number, atOnce: number): number {
  if (line.bytes_per_s <= 0) return Infinity;
  const alone_s = imageBytes / line.bytes_per_s;
  return Math.min(1 / alone_s, atOnce / (line.latency_ms / 1000 + alone_s));
}

/** Images that are shown on the way, from this one on or the next after it. */
export function onTheWay(
  image: number,
  direction: -1 | 1,
  stride: number,
  count: number,
  ready: number,
): number[] {
  const found: number[] = [];
  for (let n = Math.round(image / stride) - direction; found.length < count; n += direction) {
    const one = Math.round(n * stride);
    if (one < 1 ? direction < 0 : one > ready && direction > 0) break;
    if ((one - image) * direction >= 0 && one >= 1 && one <= ready) found.push(one);
  }
  return found;
}
