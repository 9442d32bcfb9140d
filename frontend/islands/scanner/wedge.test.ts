import { expect, test } from "vitest";
import { Wedge } from "./wedge";

/** A desk with a clock that is moved by hand. */
class Desk {
  scans: string[] = [];
  typed: string[] = [];
  time_ms = 1000;
  private due: { at_ms: number; then: () => void }[] = [];
  private readonly wedge = new Wedge(
    (text) => this.scans.push(text),
    (key) => this.typed.push(key),
    (delay_ms, then) => {
      const entry = { at_ms: this.time_ms + delay_ms, then };
      this.due.push(entry);
      return () => {
        this.due = this.due.filter((other) => other !== entry);
      };
    },
  );

  wait(span_ms: number): void {
    this.time_ms += span_ms;
    const now = this.due.filter((entry) => entry.at_ms <= this.time_ms);
    this.due = this.due.filter((entry) => entry.at_ms > this.time_ms);
    for (const entry of now) entry.then();
  }

  press(keys: readonly string[], gap_ms: number): boolean[] {
    return keys.map((key) => {
      this.wait(gap_ms);
      return this.wedge.press(key, this.time_ms);
    });
  }
}

const scanned = (text: string): string[] => [...Array.from(text), "Enter"];

test("fast keys and Enter are a scan, and nobody else hears them", () => {
  const desk = new Desk();
  const held = desk.press(scanned("FL:ARRIVED"), 5);
  expect(desk.scans).toEqual(["FL:ARRIVED"]);
  expect(held.every(Boolean)).toBe(true);
  desk.wait(1000);
  expect(desk.typed).toEqual([]);
});

test("slow keys are a person's and are handed on", () => {
  const desk = new Desk();
  desk.press(["g", "s"], 200);
  desk.wait(200);
  expect([desk.typed, desk.scans]).toEqual([["g", "s"], []]);
});

test("Enter after a pause is a person's Enter", () => {
  const desk = new Desk();
  desk.press(Array.from("HX562B6A"), 5);
  desk.wait(300);
  expect(desk.press(["Enter"], 0)).toEqual([false]);
  expect(desk.scans).toEqual([]);
});

test("few fast keys are no code, and open no page", () => {
  const desk = new Desk();
  expect(desk.press(["g", "s", "Enter"], 5)).toEqual([true, true, false]);
  desk.wait(1000);
  expect([desk.scans, desk.typed]).toEqual([[], []]);
});

test("a scan that a busy phone hears in pieces opens no page", () => {
  const desk = new Desk();
  desk.press(Array.from("https://farli"), 5);
  desk.press(["g"], 120);
  desk.press(["h"], 120);
  desk.press(scanned("t.example/t/7k3mq9pd"), 5);
  desk.wait(1000);
  expect(desk.typed).toEqual([]);
});

test("a busy page that hears keys late still joins them by when they were pressed", () => {
  const desk = new Desk();
  desk.press(Array.from("HX56"), 5);
  const at_ms = desk.time_ms;
  desk.wait(500);
  desk.time_ms = at_ms;
  desk.press(scanned("2B6A"), 5);
  expect(desk.scans).toEqual(["HX562B6A"]);
});

test("shift between two keys of a scan changes nothing", () => {
  const desk = new Desk();
  desk.press(["H", "Shift", "X", "5", "6", "Tab"], 5);
  expect(desk.scans).toEqual(["HX56"]);
});

test("two scans in a row stay two", () => {
  const desk = new Desk();
  desk.press([...scanned("HX562B6A"), ...scanned("FL:WARM")], 5);
  expect(desk.scans).toEqual(["HX562B6A", "FL:WARM"]);
});
