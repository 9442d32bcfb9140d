/**
 * `<farlight-result-chart>`: one plot of a processing's result.
 *
 * Attributes: `name` (of the plot), `charts-url`, `label` (what it shows, in words), `image-url` (with `{image}`; a
 * click on a plot along images opens it), `source="mock"`. Out: `image-chosen` with `{ image }`, which may be prevented.
 */

import type { Chart } from "./charts";
import { ResultChart } from "./drawing";
import { HttpCharts, MockCharts, type ChartSource } from "./source";

export class ResultChartElement extends HTMLElement {
  private drawn: ResultChart | null = null;
  private stops: (() => void)[] = [];

  connectedCallback(): void {
    const canvas = document.createElement("div");
    canvas.className = "fl-plot-canvas";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.getAttribute("label") ?? "A plot");
    this.replaceChildren(canvas);
    const eye = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      eye.disconnect();
      this.load(canvas);
    });
    eye.observe(this);
    this.stops = [
      () => {
        eye.disconnect();
      },
    ];
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

  private load(canvas: HTMLElement): void {
    const name = this.getAttribute("name");
    this.source()
      .load()
      .then(
        (charts) => {
          const chart = charts.find((one) => one.name === name);
          if (chart && this.isConnected) this.show(canvas, chart);
        },
        () => {
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
