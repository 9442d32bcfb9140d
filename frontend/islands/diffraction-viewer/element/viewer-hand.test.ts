import { expect, test } from "vitest";
import { drawn, engine, engines, press, setScene, settle, shownImage } from "./viewer-scene";

setScene();

test("one who follows sees the newest image as it comes, until a step by hand", async () => {
  await drawn();
  press("follow");
  await drawn();
  expect(shownImage()).toBe(10);
  const tell = (run: number, frames: number): boolean =>
    document.body.dispatchEvent(new CustomEvent("run-progressed", { detail: { run, frames, images: 20 } }));
  tell(4, 18);
  tell(3, 12);
  await drawn();
  expect(engine().last("ready")).toEqual({ kind: "ready", images: 12, is_collecting: true });
  expect(shownImage()).toBe(12);
  press("back");
  await drawn();
  tell(3, 15);
  await drawn();
  expect(shownImage()).toBe(11);
  expect(document.querySelector("[data-action=follow]")?.getAttribute("aria-pressed")).toBe("false");
});

test("two images stand side by side, with one zoom and one tone", async () => {
  await drawn();
  press("compare");
  await settle();
  const [first, second] = engines;
  expect(second?.last("show")?.which.image).toBe(3);
  press("nearer");
  press("invert");
  await settle();
  expect(second?.last("view")?.view.scale).toBe(first?.last("view")?.view.scale);
  expect(second?.last("tone")).toEqual(first?.last("tone"));
  press("compare");
  await settle();
  expect(second?.isClosed).toBe(true);
  expect(document.querySelectorAll(".fl-dv-pane")).toHaveLength(1);
});

test("spots are asked for when they are wanted, once an image", async () => {
  await drawn();
  press("spots");
  await settle();
  press("rings");
  await settle();
  expect(engine().asked.filter(({ kind }) => kind === "spots")).toHaveLength(1);
});

test("the reading says position, resolution and exact counts in the middle, by keys alone", async () => {
  await drawn();
  press("nearer");
  await settle();
  const read = (name: string): string | null | undefined =>
    document.querySelector(`[data-value="${name}"] dd`)?.textContent;
  expect(["x", "y", "Counts"].map(read)).toEqual(["400.0", "500.0", "42"]);
  expect(read("Resolution")).toMatch(/Å$/);
});

test("where nothing can be shown, what the server drew comes back", async () => {
  engine().hear({ kind: "trouble", message: "No line.", is_final: true });
  await settle();
  expect(document.querySelector("#fallback")).not.toBeNull();
  expect(document.querySelector(".fl-message")?.textContent).toContain("No line.");
  expect(engine().isClosed).toBe(true);
});
