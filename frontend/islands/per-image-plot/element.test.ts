import { beforeAll, beforeEach, expect, test } from "vitest";

beforeAll(async () => {
  await import("./index");
});

beforeEach(() => {
  document.body.innerHTML = '<farlight-per-image-plot source="mock" images="100"></farlight-per-image-plot>';
});

function pressed(): string[] {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-quantity]")];
  return buttons
    .filter((button) => button.getAttribute("aria-pressed") === "true")
    .map((button) => button.textContent);
}

function press(word: string): void {
  [...document.querySelectorAll<HTMLButtonElement>("[data-quantity]")]
    .find((button) => button.textContent === word)
    ?.click();
}

test("spots and resolution are shown first, in words too", () => {
  expect(pressed()).toEqual(["Spots", "Resolution"]);
  expect(document.querySelector(".fl-plot-canvas")?.getAttribute("role")).toBe("img");
  expect(document.querySelector(".fl-plot-words")?.textContent).toBe("Loading the series …");
});

test("a third quantity takes the place of the one shown longest, and one always stays", () => {
  press("Ice");
  expect(pressed()).toEqual(["Resolution", "Ice"]);
  press("Ice");
  press("Resolution");
  expect(pressed()).toEqual(["Resolution"]);
});

test("a plot that leaves the page stops, and one that comes back is whole", () => {
  const plot = document.querySelector("farlight-per-image-plot");
  plot?.remove();
  if (plot) document.body.append(plot);
  expect(document.querySelectorAll(".fl-plot-canvas")).toHaveLength(1);
});
