import { expect, test } from "vitest";
import { momentText, showTimes } from "./time";

const when = new Date("2026-03-04T12:30:00Z");

test("a reader in the facility's zone sees one clock", () => {
  expect(momentText(when, "moment", "Europe/Paris", "Europe/Berlin")).toBe("4 Mar 13:30");
});

test("a reader elsewhere sees the facility's clock beside", () => {
  expect(momentText(when, "moment", "Europe/Paris", "Asia/Tokyo")).toBe(
    "4 Mar 21:30 (13:30 at the facility)",
  );
  expect(momentText(new Date("2026-03-04T20:30:00Z"), "moment", "Europe/Paris", "Asia/Tokyo")).toBe(
    "5 Mar 05:30 (4 Mar 21:30 at the facility)",
  );
});

test("times on the page are written, and broken ones are left alone", () => {
  document.body.innerHTML = `<time class="fl-time" datetime="never" data-facility-zone="UTC">kept</time>
    <time class="fl-countdown" datetime="2000-01-01T00:00:00Z" data-said="left">old</time>`;
  showTimes(document);
  expect([...document.querySelectorAll("time")].map((time) => time.textContent)).toEqual([
    "kept",
    "time is over",
  ]);
});
