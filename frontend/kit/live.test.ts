import { beforeEach, expect, test } from "vitest";
import { bindLiveValues, filled, matches } from "./bindings";
import { DelayMeter } from "./delay";
import { announce, Follower } from "./live";

function event(kind: string, body: Record<string, unknown>): Parameters<typeof announce>[0] {
  return { number: 9, kind, at: "2026-01-02T03:04:05Z", by: "ada", body };
}

beforeEach(() => {
  document.body.innerHTML = "";
});

test("an event reaches the page under its kind, with what it carries", () => {
  const seen: unknown[] = [];
  document.body.addEventListener("run-ended", (heard) => seen.push((heard as CustomEvent).detail), {
    once: true,
  });
  announce(event("run-ended", { run: 3, outcome: "finished" }));
  expect(seen).toEqual([
    { run: 3, outcome: "finished", number: 9, kind: "run-ended", at: "2026-01-02T03:04:05Z", by: "ada" },
  ]);
});

test("a card hears of changes of its own run, but not of every image", () => {
  let changes = 0;
  document.body.addEventListener("run-3-changed", () => changes++);
  for (const kind of ["run-progressed", "run-analysed", "run-ended", "processing-finished"]) {
    announce(event(kind, { run: 3 }));
  }
  announce(event("run-ended", { run: 4 }));
  expect(changes).toBe(2);
});

test("a page hears when other things may be opened than before, also if its line rested meanwhile", () => {
  const heard: unknown[] = [];
  document.body.addEventListener("rights-changed", (event) => heard.push((event as CustomEvent).detail));
  const follower = new Follower("/events", "7");
  for (const rights of [4, 4, 5, 5, NaN, 5, 6]) follower.onHeartbeat(0, rights);
  expect(heard).toEqual([{ rights: 5 }, { rights: 6 }]);
});

test("live values change only where they belong", () => {
  document.body.innerHTML = `
    <progress max="10" data-live-on="run-progressed" data-live-where="run=3" data-live-value="frames"></progress>
    <span data-live-on="run-progressed" data-live-where="run=3" data-live-text="{frames} of {images}"></span>
    <b data-live-on="run-progressed" data-live-where="run=4" data-live-text="{frames}">old</b>`;
  bindLiveValues(document);
  announce(event("run-progressed", { run: 3, frames: 7, images: 10 }));
  expect(document.querySelector("progress")?.value).toBe(7);
  expect(document.querySelector("span")?.textContent).toBe("7 of 10");
  expect(document.querySelector("b")?.textContent).toBe("old");
});

test("patterns write fractions in per cent and lists with commas", () => {
  const detail = { stage: "find_spots", progress_frac: 0.426, online: ["Ada", "Ben"] };
  expect(filled("{stage} {progress_frac%} {online} {absent}", detail)).toBe("find spots 43 % Ada, Ben –");
});

test("every condition must hold", () => {
  expect(matches("run=3 processing=1", { run: 3, processing: 1 })).toBe(true);
  expect(matches("run=3 processing=1", { run: 3, processing: 2 })).toBe(false);
  expect(matches(undefined, {})).toBe(true);
});

test("the delay is measured although the clocks differ", () => {
  const meter = new DelayMeter();
  expect(meter.lostWord(0)).toBe("line lost");
  meter.begin(30_000);
  expect(meter.lostWord(34_000)).toBe("line lost, 4 s");
  meter.hear(100_000, 40_050);
  meter.hear(101_000, 41_450);
  expect(meter.liveWord(41_450)).toBe("live, 0.4 s behind");
  expect(meter.lostWord(53_450)).toBe("line lost, 12 s");
});
