import { expect, it, vi } from "vitest";
import { startDropping } from "./dropping";

startDropping();

function dropped(on: Element, files: File[]): Event {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { files, types: ["Files"] } });
  on.dispatchEvent(event);
  return event;
}

it("sends a file that is dropped on the form, and tells its name", () => {
  document.body.innerHTML = `<form data-drop><p data-drop-name>none</p><input type="file"></form>`;
  const form = document.querySelector("form");
  const input = document.querySelector("input");
  if (!form || !input) throw new Error("no form");
  const files = [new File(["a,b"], "crystals.csv")];
  Object.defineProperty(input, "files", { value: files, writable: true });
  const sent = vi.fn();
  form.requestSubmit = sent;
  const event = dropped(form, files);
  expect(sent).toHaveBeenCalledOnce();
  expect(event.defaultPrevented).toBe(true);
  expect(document.querySelector("p")?.textContent).toBe("crystals.csv, 1 kB");
});

it("leaves what is dropped elsewhere to the browser", () => {
  document.body.innerHTML = `<form><input type="file"></form>`;
  const form = document.querySelector("form");
  if (!form) throw new Error("no form");
  expect(dropped(form, [new File(["a"], "a.csv")]).defaultPrevented).toBe(false);
});
