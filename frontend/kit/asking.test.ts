import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { startAsking } from "./asking";

beforeAll(() => {
  startAsking();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function submit(html: string): boolean {
  document.body.innerHTML = html;
  const event = new Event("submit", { bubbles: true, cancelable: true });
  document.querySelector("form")?.dispatchEvent(event);
  return !event.defaultPrevented;
}

test("a form is sent when the question is answered with yes", () => {
  const confirm = vi.fn<(question: string) => boolean>();
  vi.stubGlobal("confirm", confirm);
  confirm.mockReturnValueOnce(true).mockReturnValueOnce(false);
  expect(submit('<form data-ask="Sure?"></form>')).toBe(true);
  expect(submit('<form data-ask="Sure?"></form>')).toBe(false);
  expect(confirm).toHaveBeenCalledWith("Sure?");
});

test("other forms ask nothing", () => {
  const confirm = vi.fn<(question: string) => boolean>();
  vi.stubGlobal("confirm", confirm);
  expect(submit("<form></form>")).toBe(true);
  expect(confirm).not.toHaveBeenCalled();
});
