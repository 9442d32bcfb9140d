import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { bindQuestions, startQuestions } from "./asked-when";

const sent = vi.fn();

beforeAll(() => {
  startQuestions();
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    sent();
  });
});

beforeEach(() => {
  sent.mockClear();
  document.body.innerHTML = `<form>
    <select data-submit-on-change><option>a</option><option>b</option></select>
    <button type="submit" data-by-keys>Take this one</button>
  </form>`;
  bindQuestions(document);
});

function select(): HTMLSelectElement {
  const found = document.querySelector("select");
  if (!found) throw new Error("There is no select.");
  return found;
}

function press(key: string): void {
  select().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function change(): void {
  select().dispatchEvent(new Event("change", { bubbles: true }));
}

test("a choice by mouse is sent at once", () => {
  expect(document.querySelector("button")?.hidden).toBe(true);
  document.dispatchEvent(new Event("pointerdown"));
  change();
  expect(sent).toHaveBeenCalledTimes(1);
});

test("keys walk through the choices, and Enter sends", () => {
  press("ArrowDown");
  change();
  press("ArrowDown");
  change();
  expect(sent).not.toHaveBeenCalled();
  expect(document.querySelector("button")?.hidden).toBe(false);
  press("Enter");
  expect(sent).toHaveBeenCalledTimes(1);
});

test("Enter sends nothing that was not chosen", () => {
  press("Enter");
  expect(sent).not.toHaveBeenCalled();
});
