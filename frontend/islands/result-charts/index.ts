/**
 * `<farlight-result-chart>`: one plot of a processing's result, or of a scan.
 *
 * Attributes: `name` (of the plot), `charts-url`, `label` (what it shows, in words), `image-url` (with `{image}`; a
 * click on a plot along images opens it), `live-run` (its number: drawn anew as that run goes on), `source="mock"`. Out: `image-chosen` with `{ image }`, which may be prevented.
 */

import { whenSeen } from "../../kit/seeing";
import type { Chart } from "./charts";
import { ResultChart } from "./drawing";
import { HttpCharts, MockCharts, type ChartSource } from "./source";

export class ResultChartElement extends HTMLElement {
  private drawn: ResultChart | null = null;
  private isSeen = false;
  private stops: (() => void)[] = [];

  connectedCallback(): void {
    const canvas = document.createElement("div");
    canvas.className = "fl-plot-canvas";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.getAttribute("label") ?? "A plot");
    this.replaceChildren(canvas);
    const stopWaiting = whenSeen(this, () => {
      this.isSeen = true;
      this.load(canvas);
    });
    this.stops = [stopWaiting, this.follow(canvas)];
  }

  disconnectedCallback(): void {
    for (const stop of this.stops) stop();
    this.drawn?.dispose();
    this.drawn = null;
  }

  private source(): ChartSource {
    if (this.getAttribute("source") === "mock") return new MockCharts();
    return new HttpCharts(this.getAttribute("charts-url") ?? "");
  }

  /** Draw anew when more points of the run are there; what ends that. */
  private follow(canvas: HTMLElement): () => void {
    const run = Number(this.getAttribute("live-run") ?? NaN);
    const more = (event: Event): void => {
      const detail = (event as CustomEvent<{ run: number; frames: number }>).detail;
      if (detail.run !== run || !this.isSeen) return;
      const url = this.getAttribute("charts-url") ?? "";
      this.load(canvas, new HttpCharts(`${url}-${String(detail.frames)}`));
    };
    if (!Number.isNaN(run)) document.body.addEventListener("run-progressed", more);
    return () => {
      document.body.removeEventListener("run-progressed", more);
    };
  }

  private load(canvas: HTMLElement, source = this.source()): void {
    const name = this.getAttribute("name");
    canvas.ariaBusy = "true";
    source.load().then(
      (charts) => {
        canvas.ariaBusy = null;
        const chart = charts.find((one) => one.name === name);
        if (!chart || !this.isConnected) return;
        canvas.setAttribute("aria-label", chart.words);
        if (this.drawn) this.drawn.renew(chart);
        else this.show(canvas, chart);
      },
      () => {
        canvas.ariaBusy = null;
        canvas.replaceChildren("The plot did not come; its numbers are below.");
      },
    );
  }

  private show(canvas: HTMLElement, chart: Chart): void {
    const drawn = new ResultChart(canvas, chart, (value) => {
      this.choose(chart, value);
    });
    this.drawn = drawn;
    const redraw = (): void => {
      drawn.draw();
    };
    const size = new ResizeObserver(() => {
      drawn.resize();
    });
    size.observe(canvas);
    document.addEventListener("theme-changed", redraw);
    this.stops.push(() => {
      size.disconnect();
      document.removeEventListener("theme-changed", redraw);
    });
    redraw();
  }

  private choose(chart: Chart, value: number): void {
    const address = this.getAttribute("image-url");
    if (chart.along !== "image" || !address) return;
    const image = Math.max(1, Math.round(value));
    const event = new CustomEvent("image-chosen", { detail: { image }, bubbles: true, cancelable: true });
    if (this.dispatchEvent(event)) location.assign(address.replace("{image}", String(image)));
  }
}

customElements.define("farlight-result-chart", ResultChartElement);
