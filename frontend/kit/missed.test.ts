import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventsOf, startMissed } from "./missed";

const { ajax } = vi.hoisted(() => ({ ajax: vi.fn(() => Promise.resolve()) }));
vi.mock("htmx.org", () => ({ default: { ajax } }));

const PANEL = `<section id="panel" hx-get="/part/" hx-swap="outerHTML"
  hx-trigger="control-passed from:body, control-asked from:body delay:100ms, load"></section>`;

/** A request of the panel on its way; what it returns swaps the panel for a new one, as an answer does. */
function request(): () => void {
  const xhr = new XMLHttpRequest();
  const panel = document.querySelector("#panel");
  panel?.dispatchEvent(new CustomEvent("htmx:beforeSend", { bubbles: true, detail: { xhr } }));
  return () => {
    document.body.innerHTML = PANEL;
    const elt = document.querySelector("#panel");
    elt?.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: { elt, xhr } }));
  };
}

function happens(event: string): void {
  vi.advanceTimersByTime(1);
  document.body.dispatchEvent(new CustomEvent(event));
  vi.advanceTimersByTime(1);
}

document.body.innerHTML = PANEL;
startMissed();

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(10_000);
  document.body.innerHTML = PANEL;
  ajax.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
});

test("the page's events are told from others", () => {
  expect(eventsOf("a from:body delay:100ms, load, click from:#x, run-3-changed from:body")).toEqual([
    "a",
    "run-3-changed",
  ]);
});

test("a panel that came without what happened on its way is fetched once more", () => {
  const answer = request();
  happens("control-asked");
  happens("control-passed");
  answer();
  vi.advanceTimersByTime(200);
  expect(ajax).toHaveBeenCalledExactlyOnceWith("get", "/part/", {
    source: document.querySelector("#panel"),
  });
});

test("what happened before the panel was asked for, or does not concern it, is no reason", () => {
  happens("control-passed");
  const answer = request();
  happens("note-written");
  answer();
  vi.advanceTimersByTime(200);
  expect(ajax).not.toHaveBeenCalled();
});

test("a panel that is gone meanwhile is left", () => {
  const answer = request();
  happens("control-passed");
  answer();
  document.body.innerHTML = "";
  vi.advanceTimersByTime(200);
  expect(ajax).not.toHaveBeenCalled();
});
