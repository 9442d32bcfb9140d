import { beforeAll, describe, expect, test } from "vitest";
import { ExactFrame } from "./exact-frame";
import { DamagedError, GAP_COUNTS, KINDS, type Machine } from "./kernels";
import { builtMachine, chance, packedImages, type Vector } from "./testing";

const NO_GAP = 0xffffffff;
let machine: Machine;

beforeAll(async () => {
  machine = await builtMachine();
});

function countsIn(frame: ExactFrame): number[] {
  const at = machine.heap.take(frame.pixels * 4);
  frame.readCounts(0, frame.rows, at);
  const counts = Array.from(machine.heap.u32(at, frame.pixels), (value) =>
    value === GAP_COUNTS ? NaN : value,
  );
  machine.heap.giveBack(at);
  return counts;
}

function shownIn(frame: ExactFrame): number[] {
  const { at, rows, columns } = frame.pyramid.finest;
  return Array.from(machine.heap.u16(at, rows * columns));
}

function shownFor(counts: number): number {
  return Number.isNaN(counts) ? 0 : Math.min(counts, 65534) + 1;
}

function show(vector: Vector, pieces: readonly Uint8Array[], isUnpacked: boolean): ExactFrame {
  const frame = new ExactFrame(machine, vector.rows, vector.columns);
  frame.begin(KINDS[vector.dtype], NO_GAP, vector.codec, 0);
  for (const piece of pieces) frame.add(piece, isUnpacked);
  frame.finish();
  return frame;
}

describe.each(packedImages().map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
  test("is unpacked to exact and to shown counts", () => {
    const frame = show(vector, [vector.packed], false);
    expect(countsIn(frame)).toEqual(vector.counts);
    expect(shownIn(frame)).toEqual(vector.counts.map(shownFor));
    frame.giveBack();
  });

  test("is the same when its bytes come one by one or in pieces", () => {
    const next = chance(vector.packed.length);
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < vector.packed.length;) {
      const size = next() < 0.3 ? 1 : Math.ceil(next() * 900);
      pieces.push(vector.packed.subarray(at, at + size));
      at += size;
    }
    const frame = show(vector, pieces, true);
    expect(shownIn(frame)).toEqual(vector.counts.map(shownFor));
    expect(countsIn(frame)).toEqual(vector.counts);
    frame.giveBack();
  });

  test("is refused in words when it ends early, and the next frame is shown all the same", () => {
    const frame = new ExactFrame(machine, vector.rows, vector.columns);
    for (const end of [0, 5, 12, 13, 400, vector.packed.length - 1]) {
      frame.begin(KINDS[vector.dtype], NO_GAP, vector.codec, 0);
      expect(() => {
        frame.add(vector.packed.subarray(0, end), true);
        frame.finish();
      }).toThrow(DamagedError);
    }
    frame.begin(KINDS[vector.dtype], NO_GAP, vector.codec, vector.packed.length);
    frame.add(vector.packed, false);
    frame.finish();
    expect(countsIn(frame)).toEqual(vector.counts);
    frame.giveBack();
  });
});

test("thousands of damaged images are refused or shown; nothing else happens, and no memory is lost", () => {
  const next = chance(11);
  const taken = machine.heap.takenBytes;
  let [shown, refused] = [0, 0];
  const vectors = packedImages().filter(({ codec }) => codec !== "raw");
  const frame = new ExactFrame(machine, 41, 53);
  const guard = machine.heap.take(4096);
  machine.heap.u8(guard, 4096).fill(0xa5);
  for (let round = 0; round < 6000; round++) {
    const vector = vectors[round % vectors.length];
    if (!vector) continue;
    const damaged = vector.packed.slice(
      0,
      next() < 0.7 ? undefined : Math.ceil(next() * vector.packed.length),
    );
    for (let changes = Math.floor(next() * 5); changes > 0; changes--) {
      const near = next() < 0.5 ? Math.min(64, damaged.length) : damaged.length;
      damaged[Math.floor(next() * near)] = next() < 0.4 ? 255 : Math.floor(next() * 256);
    }
    frame.begin(KINDS[vector.dtype], NO_GAP, vector.codec, 0);
    try {
      frame.add(damaged, true);
      frame.finish();
      shown++;
      expect(countsIn(frame)).toHaveLength(vector.counts.length);
    } catch (error) {
      expect(error).toBeInstanceOf(DamagedError);
      refused++;
    }
  }
  expect(machine.heap.u8(guard, 4096).every((value) => value === 0xa5)).toBe(true);
  machine.heap.giveBack(guard);
  frame.giveBack();
  expect(Math.min(shown, refused)).toBeGreaterThan(300);
  expect(machine.heap.takenBytes).toBe(taken);
});

test("rows read in any order are those of the frame", () => {
  const vector = packedImages().find(({ name }) => name === "bslz4 of uint16 in blocks of 64");
  if (!vector) throw new Error("no such image");
  const frame = show(vector, [vector.packed], false);
  const at = machine.heap.take(frame.pixels * 4);
  for (const [first, end] of [
    [0, 1],
    [20, 33],
    [32, 41],
    [3, 7],
    [40, 41],
    [0, 41],
  ] as const) {
    frame.readCounts(first, end, at);
    const read = Array.from(machine.heap.u32(at, (end - first) * 53), (value) =>
      value === GAP_COUNTS ? NaN : value,
    );
    expect(read).toEqual(vector.counts.slice(first * 53, end * 53));
  }
});

test("masked pixels have no counts, also where the mask comes after the frame", () => {
  const [vector] = packedImages();
  if (!vector) throw new Error("no image");
  const frame = show(vector, [vector.packed], false);
  const mask = machine.heap.take(frame.pixels);
  machine.heap.u8(mask, frame.pixels).fill(0).fill(1, 100, 200);
  frame.useMask(mask);
  const expected = vector.counts.map((value, i) => (i >= 100 && i < 200 ? NaN : value));
  expect(countsIn(frame)).toEqual(expected);
  expect(shownIn(frame)).toEqual(expected.map(shownFor));
});

test("numbers from the manifest's limit on are gaps", () => {
  const vector = packedImages().find(({ name }) => name === "bslz4 of uint32 in blocks of 0");
  if (!vector) throw new Error("no such image");
  const frame = new ExactFrame(machine, vector.rows, vector.columns);
  frame.begin(KINDS.uint32, 3, "bslz4", 0);
  frame.add(vector.packed, false);
  frame.finish();
  expect(countsIn(frame)).toEqual(vector.counts.map((value) => (value < 3 ? value : NaN)));
});
