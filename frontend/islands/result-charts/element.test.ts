import { beforeAll, expect, test, vi } from "vitest";

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

test("a scan that goes on is asked for anew once it was seen", async () => {
  let seen: (() => void) | null = null;
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(look: (entries: { isIntersecting: boolean }[]) => void) {
        seen = () => {
          look([{ isIntersecting: true }]);
        };
      }
      observe = vi.fn();
      disconnect = vi.fn();
    },
  );
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response("[]", { headers: { "Content-Type": "application/json" } }));
  });
  document.body.innerHTML =
    '<farlight-result-chart name="edge" charts-url="/curves?of=c" live-run="7" label="Plot of run 7"></farlight-result-chart>';
  const progress = (run: number, frames: number): void => {
    document.body.dispatchEvent(new CustomEvent("run-progressed", { detail: { run, frames } }));
  };
  progress(7, 2);
  expect(asked).toEqual([]);
  (seen as (() => void) | null)?.();
  progress(8, 3);
  progress(7, 4);
  await vi.waitFor(() => {
    expect(asked).toEqual(["/curves?of=c", "/curves?of=c-4"]);
  });
  document.body.replaceChildren();
  progress(7, 5);
  expect(asked).toHaveLength(2);
  vi.unstubAllGlobals();
});
