import { describe, expect, test } from "vitest";
import { Cache } from "./cache";
import { Heap } from "./heap";
import { imagesAhead, planFor } from "./lanes";
import { LineMeter } from "./meter";
import { chance } from "./testing";

describe("the cache", () => {
  test("lets go of what was not used for longest, and never keeps more than it may", () => {
    const cache = new Cache<string>(100);
    for (const name of ["a", "b", "c"]) cache.keep(name, name.toUpperCase(), 40);
    expect([cache.has("a"), cache.has("b"), cache.has("c"), cache.used_bytes]).toEqual([
      false,
      true,
      true,
      80,
    ]);
    expect(cache.find("b")).toBe("B");
    cache.keep("d", "D", 40);
    expect([cache.has("b"), cache.has("c"), cache.has("d")]).toEqual([true, false, true]);
  });

  test("counts what is kept anew once, and keeps nothing that is larger than all of it", () => {
    const cache = new Cache<string>(100);
    cache.keep("a", "A", 60);
    cache.keep("a", "AA", 70);
    expect([cache.find("a"), cache.used_bytes]).toEqual(["AA", 70]);
    cache.keep("a", "too large", 101);
    expect([cache.find("a"), cache.used_bytes]).toEqual([undefined, 0]);
  });
});

describe("the heap", () => {
  test("hands out pieces that never overlap, takes them back and grows when it must", () => {
    const heap = new Heap(new WebAssembly.Memory({ initial: 1 }), 1000);
    const next = chance(3);
    const pieces = new Map<number, { bytes: number; mark: number }>();
    for (let round = 0; round < 3000; round++) {
      if (next() < 0.55) {
        const bytes = Math.ceil(next() * 5000);
        const at = heap.take(bytes);
        expect(at).toBeGreaterThanOrEqual(1000);
        heap.u8(at, bytes).fill(round & 255);
        pieces.set(at, { bytes, mark: round & 255 });
      } else {
        const [at, piece] = [...pieces][Math.floor(next() * pieces.size)] ?? [];
        if (at === undefined || !piece) continue;
        expect(heap.u8(at, piece.bytes).every((value) => value === piece.mark)).toBe(true);
        heap.giveBack(at);
        pieces.delete(at);
      }
    }
    for (const at of pieces.keys()) heap.giveBack(at);
    expect(heap.takenBytes).toBe(0);
    const whole = heap.buffer.byteLength;
    heap.take(whole - 2048);
    expect(heap.buffer.byteLength).toBe(whole);
  });

  test("takes nothing back that it did not hand out", () => {
    const heap = new Heap(new WebAssembly.Memory({ initial: 1 }), 0);
    expect(() => {
      heap.giveBack(64);
    }).toThrow(RangeError);
  });
});

describe("the meter", () => {
  test("measures bytes by the time in which answers came in, not by the time between them", () => {
    let now = 0;
    const meter = new LineMeter(() => now);
    for (let answer = 0; answer < 5; answer++) {
      now += 5000;
      meter.began(40);
      now += 100;
      meter.received(125_000);
      meter.ended();
    }
    expect(meter.state.bytes_per_s).toBeCloseTo(1_250_000);
    expect(meter.state.latency_ms).toBe(40);
  });

  test("adds up answers that come in together, and takes no notice of tiny ones", () => {
    let now = 0;
    const meter = new LineMeter(() => now);
    meter.began(10);
    meter.received(300);
    now += 1;
    meter.ended();
    expect(meter.state.bytes_per_s).toBe(0);
    meter.began(10);
    meter.began(10);
    now += 200;
    meter.received(100_000);
    meter.received(100_000);
    meter.ended();
    meter.ended();
    expect(meter.state.bytes_per_s).toBeCloseTo(1_000_000);
  });

  test("follows a line that becomes slower", () => {
    let now = 0;
    const meter = new LineMeter(() => now);
    const answer = (ms: number): void => {
      meter.began(5);
      now += ms;
      meter.received(100_000);
      meter.ended();
    };
    answer(10);
    for (let i = 0; i < 12; i++) answer(1000);
    expect(meter.state.bytes_per_s).toBeLessThan(150_000);
  });
});

describe("lanes", () => {
  const line = (bytes_per_s: number): { bytes_per_s: number; latency_ms: number } => ({
    bytes_per_s,
    latency_ms: 20,
  });

  test.each([
    ["not known yet", 0, { wants_overview: true, exact_after_ms: 120, wants_tiles: false, ahead: 0 }],
    ["very fast", 20e6, { wants_overview: false, exact_after_ms: 0, wants_tiles: false, ahead: 2 }],
    ["fast", 7e6, { wants_overview: true, exact_after_ms: 120, wants_tiles: false, ahead: 1 }],
    ["10 Mbit/s", 1.25e6, { wants_overview: true, exact_after_ms: 120, wants_tiles: true, ahead: 0 }],
    ["thin", 2e5, { wants_overview: true, exact_after_ms: 1500, wants_tiles: true, ahead: 0 }],
  ])("on a line that is %s", (_, speed, plan) => {
    expect(planFor(line(speed), 1.6e6, false)).toEqual(plan);
  });

  test("keep to overviews while playing", () => {
    expect(planFor(line(1e9), 1e6, true)).toMatchObject({
      wants_overview: true,
      exact_after_ms: null,
      ahead: 0,
    });
  });

  test("look ahead the way one goes, on both sides when one rests, and never beyond what is there", () => {
    expect(imagesAhead(10, 1, 3, 100)).toEqual([11, 12, 13]);
    expect(imagesAhead(10, -1, 3, 100)).toEqual([9, 8, 7]);
    expect(imagesAhead(10, 0, 4, 100)).toEqual([11, 9, 12, 8]);
    expect(imagesAhead(99, 1, 3, 100)).toEqual([100]);
    expect(imagesAhead(2, -1, 3, 100)).toEqual([1]);
    expect(imagesAhead(10, 1, 2, 100, 5)).toEqual([15, 20]);
  });
});
