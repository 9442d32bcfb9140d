import { beforeEach, expect, test } from "vitest";
import { ageWord, show } from "./strip";
import { notesFor } from "./sounds";

const NOW = "2026-03-01T12:00:10Z";

function strip(): HTMLElement {
  return document.querySelector<HTMLElement>("[data-strip]") ?? document.body;
}

function status(
  values: { channel: string; written: string; until?: string; needs_a_look?: boolean }[],
  gone: string[] = [],
) {
  const whole = values.map((value) => ({ until: "", needs_a_look: false, ...value }));
  return { now: NOW, heard_at: NOW, values: whole, gone };
}

beforeEach(() => {
  document.body.innerHTML = `<section data-strip>
    <div data-channel="ring_current_ma"><span data-channel-value>300.0 mA</span></div>
    <div data-channel="refill_at"><time datetime="2026-03-01T12:00:00Z"></time></div>
    <div data-channel="shutter_open"><span data-channel-value>closed</span></div></section>`;
});

test("values change in place; a channel that is not there asks for the strip anew", () => {
  const known = status([{ channel: "ring_current_ma", written: "299.0 mA", needs_a_look: true }]);
  expect(show(strip(), known, 0)).toBe(true);
  expect(strip().textContent).toContain("299.0 mA");
  expect(strip().querySelector("[data-needs-a-look]")?.getAttribute("data-channel")).toBe("ring_current_ma");
  expect(show(strip(), status([{ channel: "new_k", written: "100 K" }]), 0)).toBe(false);
});

test("a countdown gets its new end, and what is gone goes", () => {
  const until = "2026-03-01T12:10:00Z";
  show(strip(), status([{ channel: "refill_at", written: until, until }], ["shutter_open"]), 0);
  expect(strip().querySelector("time")?.dateTime).toBe(until);
  expect(strip().querySelector('[data-channel="shutter_open"]')).toBeNull();
});

test.each([
  [3, ""],
  [30, "last known values, 30 s old"],
  [600, "last known values, 10 min old"],
  [9000, "last known values, 3 h old"],
  [NaN, ""],
])("after %d s the age is said as %s", (age_s, word) => {
  expect(ageWord(age_s)).toBe(word);
});

test("only results and troubles sound", () => {
  expect(notesFor("processing-finished", {}).length).toBe(2);
  expect(notesFor("processing-failed", {})).not.toEqual(notesFor("processing-finished", {}));
  expect(notesFor("run-ended", { outcome: "failed" })).toEqual(notesFor("processing-failed", {}));
  expect(notesFor("run-progressed", {})).toEqual([]);
});
