import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gather, startPrinting } from "./printing";
import { whenSeen } from "./seeing";

class Eye {
  observe = vi.fn();
  disconnect = vi.fn();
}

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", Eye);
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("what waits to be seen starts once when the page is printed", async () => {
  const start = vi.fn();
  whenSeen(document.body, start);
  await gather(document, 0);
  await gather(document, 0);
  expect(start).toHaveBeenCalledTimes(1);
});

test("what is gone does not start", async () => {
  const start = vi.fn();
  whenSeen(document.body, start)();
  await gather(document, 0);
  expect(start).not.toHaveBeenCalled();
});

test("paper waits for pictures and plots, but not for ever", async () => {
  document.body.innerHTML = '<img loading="lazy"><div aria-busy="true"></div>';
  const began = performance.now();
  setTimeout(() => {
    document.querySelector("div")?.removeAttribute("aria-busy");
  }, 250);
  await gather(document, 5000);
  expect(performance.now() - began).toBeGreaterThan(200);
  expect(document.querySelector("img")?.loading).toBe("eager");
  document.body.innerHTML = '<div aria-busy="true"></div>';
  await gather(document, 150);
});

test("the button prints once, when all is there", async () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  startPrinting();
  document.body.innerHTML = "<button data-print>Print</button>";
  const button = document.querySelector("button");
  button?.click();
  button?.click();
  await vi.waitFor(() => {
    expect(print).toHaveBeenCalledTimes(1);
  });
  expect(button?.disabled).toBe(false);
});
