import { expect, test } from "vitest";
import { Wedge, type WedgeClock } from "./wedge";

class HandClock implements WedgeClock {
  time_ms = 0;
  private due: { at_ms: number; then: () => void }[] = [];

  now(): number {
    return this.time_ms;
  }

  after(delay_ms: number, then: () => void): () => void {
    const entry = { at_ms: this.time_ms + delay_ms, then };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  wait(span_ms: number): void {
    this.time_ms += span_ms;
    const now = this.due.filter((entry) => entry.at_ms <= this.time_ms);
    this.due = this.due.filter((entry) => entry.at_ms > this.time_ms);
    for (const entry of now) entry.then();
  }
}

function desk(): { clock: HandClock; wedge: Wedge; scans: string[]; typed: string[] } {
  const clock = new HandClock();
  const scans: string[] = [];
  const typed: string[] = [];
  const wedge = new Wedge(
    (text) => scans.push(text),
    (keys) => typed.push(keys.join("")),
    clock,
  );
  return { clock, wedge, scans, typed };
}

const scanned = (text: string): string[] => [...Array.from(text), "Enter"];

function type(keys: Iterable<string>, gap_ms: number, { clock, wedge }: ReturnType<typeof desk>): boolean[] {
  return [...keys].map((key) => {
    clock.wait(gap_ms);
    return wedge.press(key);
  });
}

test("fast keys and Enter are a scan, and nobody else hears them", () => {
  const here = desk();
  const held = type(scanned("FL:ARRIVED"), 5, here);
  expect(here.scans).toEqual(["FL:ARRIVED"]);
  expect(held.every(Boolean)).toBe(true);
  here.clock.wait(1000);
  expect(here.typed).toEqual([]);
});

test("slow keys are a person's and are handed on", () => {
  const here = desk();
  type("gs", 200, here);
  here.clock.wait(200);
  expect(here.typed).toEqual(["g", "s"]);
  expect(here.scans).toEqual([]);
});

test("Enter after a pause is a person's Enter", () => {
  const here = desk();
  type("HX562B6A", 5, here);
  here.clock.wait(300);
  expect(here.wedge.press("Enter")).toBe(false);
  expect(here.scans).toEqual([]);
  expect(here.typed).toEqual(["HX562B6A"]);
});

test("few fast keys are no code", () => {
  const here = desk();
  expect(type(["a", "b", "Enter"], 5, here)).toEqual([true, true, false]);
  expect([here.scans, here.typed]).toEqual([[], ["ab"]]);
});

test("shift between two keys of a scan changes nothing", () => {
  const here = desk();
  type(["H", "Shift", "X", "5", "6", "Tab"], 5, here);
  expect(here.scans).toEqual(["HX56"]);
});

test("two scans in a row stay two", () => {
  const here = desk();
  type([...scanned("HX562B6A"), ...scanned("FL:WARM")], 5, here);
  expect(here.scans).toEqual(["HX562B6A", "FL:WARM"]);
});
