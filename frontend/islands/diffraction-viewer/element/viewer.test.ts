import { expect, test } from "vitest";
import { drawn, engine, press, setScene, settle, shownImage } from "./viewer-scene";

setScene();

test("the image of the address is shown, the server's picture until it comes", async () => {
  expect(document.querySelector(".fl-dv-first")?.getAttribute("src")).toBe("/first.webp");
  await drawn();
  expect(engine().last("show")).toEqual({
    kind: "show",
    which: { image: 2, count: 1, how: "sum" },
    direction: 0,
    is_playing: false,
  });
  expect(document.querySelector(".fl-dv-first")).toBeNull();
  expect(document.querySelector(".fl-dv-badge")?.textContent).toBe("exact");
  expect(document.querySelector("[data-action=rings]")?.getAttribute("aria-pressed")).toBe("true");
});

test("steps go on, stop at the last image that is there, and stand in the address", async () => {
  await drawn();
  press("on");
  await drawn();
  expect(engine().last("show")).toMatchObject({ which: { image: 3 }, direction: 1 });
  expect(location.pathname).toBe("/sessions/mx1-1/runs/3/images/3/");
  press("farOn");
  await drawn();
  expect(shownImage()).toBe(10);
  expect(document.querySelector("[role=status].visually-hidden")?.textContent).toBe("Image 10 of 10, exact.");
});

test("contrast and colours are told to the worker and ask nothing else", async () => {
  await drawn();
  expect(engine().last("tone")?.tone).toMatchObject({ low_counts: 0, high_counts: 96 });
  const shows = engine().sent.filter(({ kind }) => kind === "show").length;
  press("brighter");
  press("invert");
  press("colours");
  await settle();
  expect(engine().last("tone")?.tone).toMatchObject({
    high_counts: 64,
    is_inverted: true,
    colours: "heat",
  });
  expect(engine().sent.filter(({ kind }) => kind === "show")).toHaveLength(shows);
  await settle();
  expect(location.search).toBe("?contrast=1.5&invert=1&rings=1&colours=heat");
});

test("levels stay while one steps, and are found anew for several images together", async () => {
  await drawn();
  press("on");
  await settle();
  const next = { image: 3, count: 1, how: "sum" } as const;
  engine().hear({ kind: "levels", which: next, p50: 1, p99: 200, p999: 600, max: 900 });
  await settle();
  expect(engine().last("tone")?.tone.high_counts).toBe(96);
  engine().hear({ kind: "levels", which: { ...next, count: 2 }, p50: 1, p99: 200, p999: 600, max: 900 });
  await settle();
  expect(engine().last("tone")?.tone.high_counts).toBe(996);
});

test("what a run has nothing for is switched off, with the reason", async () => {
  await settle();
  const button = document.querySelector<HTMLButtonElement>("[data-action=predictions]");
  expect(button?.disabled).toBe(true);
  expect(button?.title).toBe("No processing of this run has predicted spots yet.");
});

test("what each drawing took is told to the page", async () => {
  const told: unknown[] = [];
  document.body.addEventListener("picture-drawn", (event) =>
    told.push((event as CustomEvent<unknown>).detail),
  );
  await drawn();
  expect(told).toContainEqual({ what: "image", image: 2, lane: "exact", took_ms: 2, reached_ms: 90 });
  press("invert");
  engine().hear({ kind: "redrawn", took_ms: 3 });
  await settle();
  expect(told).toContainEqual({ what: "look", image: 2, lane: "exact", took_ms: 3, reached_ms: null });
  expect(told.at(-1)).toMatchObject({ what: "overlays", image: 2 });
  const before = told.length;
  for (const action of ["brighter", "colours", "threshold"]) {
    press(action);
    await settle();
  }
  expect(told.slice(before)).toEqual([]);
});

test("what is shown is told to the page, in words", async () => {
  const told: unknown[] = [];
  document.body.addEventListener("image-shown", (event) => told.push((event as CustomEvent<unknown>).detail));
  await drawn();
  document.body.dispatchEvent(new CustomEvent("run-analysed", { detail: { run: 3 } }));
  press("on");
  await settle();
  expect(told.at(-1)).toMatchObject({ image: 3, title: "Image 3 of 10", angle: "0.2°", spots: "–" });
});
