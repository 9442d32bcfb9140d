import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startOutlooks } from "./outlook";

const asked = vi.fn<(address: string, options: RequestInit) => Promise<Response>>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", asked);
  asked.mockReset();
  asked.mockImplementation(() => Promise.resolve(new Response("<p>60°</p>")));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function page(field = ""): void {
  document.body.innerHTML = `<form><input name="images" value="6" ${field}><div data-outlook="/ask"></div></form>`;
  startOutlooks();
}

function text(): string {
  return document.querySelector("[data-outlook]")?.textContent ?? "";
}

function type(value: string): void {
  const field = document.querySelector("input");
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("the answer is shown at once, and again after a pause in typing", async () => {
  page();
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe("60°");
  type("7");
  type("78");
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toHaveBeenCalledTimes(2);
  const sent = asked.mock.calls[1]?.[1].body as FormData;
  expect(sent.get("images")).toBe("78");
});

test("a form that says what is wrong with it is not talked over", async () => {
  page('aria-invalid="true"');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).not.toHaveBeenCalled();
});

test("nothing is asked once the form is sent, and what was asked is called off", async () => {
  page();
  await vi.advanceTimersByTimeAsync(0);
  type("7");
  document.querySelector("form")?.dispatchEvent(new Event("submit"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(asked.mock.calls[0]?.[1].signal?.aborted).toBe(true);
});

test("what fails leaves nothing behind", async () => {
  page();
  await vi.advanceTimersByTimeAsync(0);
  asked.mockRejectedValue(new TypeError("no line"));
  type("7");
  await vi.advanceTimersByTimeAsync(300);
  expect(text()).toBe("");
});

test("the page to log in is not put into a form", async () => {
  asked.mockImplementation(() =>
    Promise.resolve(Object.defineProperty(new Response("log in"), "redirected", { value: true })),
  );
  page();
  await vi.advanceTimersByTimeAsync(0);
  expect(text()).toBe("");
});
