import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { judgeLabel } from "./label";

let asked: string[];

beforeEach(() => {
  asked = [];
  document.body.innerHTML = `<div data-label="/t/7k3m/label/"><p data-when="outdated" hidden></p><p data-when="current" hidden></p></div>`;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function answers(is_current: boolean): void {
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(JSON.stringify({ is_current })));
  });
}

const shown = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>("[data-when]:not([hidden])")].map(({ dataset }) => dataset.when);

test.each([
  [true, "current"],
  [false, "outdated"],
])("a label that is current: %s is shown as such", async (is_current, word) => {
  answers(is_current);
  await judgeLabel(document, "#3fa9c1d2");
  expect([asked, shown()]).toEqual([["/t/7k3m/label/?mark=3fa9c1d2"], [word]]);
});

test("whoever comes without a label is told nothing", async () => {
  answers(false);
  await judgeLabel(document, "");
  expect([asked, shown()]).toEqual([[], []]);
});
