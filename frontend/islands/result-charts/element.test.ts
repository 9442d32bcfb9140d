import { beforeAll, expect, test } from "vitest";

beforeAll(async () => {
  await import("./index");
});

test("a plot says what it shows before it is drawn, and survives being moved", () => {
  document.body.innerHTML =
    '<farlight-result-chart source="mock" name="completeness" label="It is complete."></farlight-result-chart>';
  const plot = document.querySelector("farlight-result-chart");
  expect(plot?.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("It is complete.");
  plot?.remove();
  if (plot) document.body.append(plot);
  expect(document.querySelectorAll(".fl-plot-canvas")).toHaveLength(1);
});
