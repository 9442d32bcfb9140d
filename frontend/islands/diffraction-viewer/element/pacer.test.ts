import { expect, test } from "vitest";
import type { Which } from "../contract/source";
import { Pacer, isSame, type Clock } from "./pacer";
import { Player } from "./play";

/** A clock that goes when it is told to. */
class Hand implements Clock {
  private time_ms = 0;
  private calls: { due_ms: number; call: () => void }[] = [];

  now(): number {
    return this.time_ms;
  }

  after(delay_ms: number, call: () => void): () => void {
    const entry = { due_ms: this.time_ms + delay_ms, call };
    this.calls.push(entry);
    return () => {
      this.calls = this.calls.filter((other) => other !== entry);
    };
  }

  go(by_ms: number): void {
    const end_ms = this.time_ms + by_ms;
    for (;;) {
      this.calls.sort((a, b) => a.due_ms - b.due_ms);
      const first = this.calls[0];
      if (!first || first.due_ms > end_ms) break;
      this.calls.shift();
      this.time_ms = Math.max(this.time_ms, first.due_ms);
      first.call();
    }
    this.time_ms = end_ms;
  }
}

const image = (number: number): Which => ({ image: number, count: 1, how: "sum" });

test("while an image is on its way only the newest wish is kept", () => {
  const asked: number[] = [];
  const pacer = new Pacer((which) => asked.push(which.image), new Hand());
  for (const number of [1, 2, 3, 4]) pacer.want(image(number));
  expect(asked).toEqual([1]);
  pacer.arrived(image(1));
  expect(asked).toEqual([1, 4]);
  pacer.arrived(image(1));
  expect(pacer.isWaiting).toBe(true);
  pacer.arrived(image(4));
  expect(pacer.isWaiting).toBe(false);
});

test("one who steps back to what is on its way wants nothing else", () => {
  const asked: number[] = [];
  const pacer = new Pacer((which) => asked.push(which.image), new Hand());
  for (const number of [1, 2, 1]) pacer.want(image(number));
  pacer.arrived(image(1));
  expect(asked).toEqual([1]);
});

test("an image that does not come does not hold up the next for ever", () => {
  const [asked, clock] = [[] as number[], new Hand()];
  const pacer = new Pacer((which) => asked.push(which.image), clock);
  pacer.want(image(1));
  pacer.want(image(2));
  clock.go(300);
  expect(asked).toEqual([1, 2]);
  pacer.stop();
  clock.go(1000);
  expect(asked).toEqual([1, 2]);
});

test("how images are put together counts for several of them only", () => {
  expect(isSame({ ...image(1), how: "max" }, image(1))).toBe(true);
  expect(isSame({ image: 1, count: 3, how: "max" }, { image: 1, count: 3, how: "sum" })).toBe(false);
});

test("a run plays at its speed, and waits for images that are late", () => {
  const clock = new Hand();
  let [steps, isReady] = [0, true];
  const player = new Player(
    () => steps++,
    () => isReady,
    10,
    clock,
  );
  player.start();
  clock.go(1000);
  expect(steps).toBe(10);
  isReady = false;
  clock.go(1000);
  expect(steps).toBe(10);
  isReady = true;
  clock.go(1000);
  expect(steps).toBeGreaterThanOrEqual(20);
  expect(steps).toBeLessThanOrEqual(22);
  player.stop();
  clock.go(1000);
  expect(player.isPlaying).toBe(false);
  expect(steps).toBeLessThanOrEqual(22);
});
