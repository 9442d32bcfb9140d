import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startCopying } from "./copying";

const writeText = vi.fn<(text: string) => Promise<void>>();

beforeAll(() => {
  startCopying();
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  writeText.mockReset();
  document.body.innerHTML =
    '<input id="key" value="far_abc"><button data-copy="#key"><span data-copy-word>Copy</span></button>';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function press(): Promise<string> {
  document.querySelector<HTMLElement>("[data-copy-word]")?.click();
  await vi.advanceTimersByTimeAsync(0);
  return document.querySelector("[data-copy-word]")?.textContent ?? "";
}

test("the field's text is copied, and it is said for a moment", async () => {
  writeText.mockResolvedValue();
  expect(await press()).toBe("Copied");
  expect(writeText).toHaveBeenCalledWith("far_abc");
  expect(await press()).toBe("Copied");
  await vi.advanceTimersByTimeAsync(2500);
  expect(document.querySelector("[data-copy-word]")?.textContent).toBe("Copy");
});

test("where the browser refuses, the reader is told the key", async () => {
  writeText.mockRejectedValue(new Error("not allowed"));
  expect(await press()).toBe("Press Ctrl+C");
});

test("a button whose field is gone does nothing", async () => {
  document.querySelector("#key")?.remove();
  expect(await press()).toBe("Copy");
  expect(writeText).not.toHaveBeenCalled();
});
