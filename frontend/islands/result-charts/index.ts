/**
 * `<farlight-result-chart>`: one plot of a processing's result, or of a scan.
 *
 * Attributes: `name` (of the plot), `charts-url`, `label` (what it shows, in words), `image-url` (with `{image}`; a
 * click on a plot along images opens it), `live-run` (its number: drawn anew as that run goes on),
 * `light` (a first look only, until it is touched), `source="mock"`. Out: `image-chosen` with `{ image }`, which may be prevented.
 */

import { whenSeen } from "../../kit/seeing";
import type { Chart } from "./charts";
import { loadCharts } from "../per-image-plot/loading";
import { ChartPreview } from "./preview";
import { HttpCharts, MockCharts, type ChartSource } from "./source";

/** What draws: the first look, or the whole chart. */
interface Drawn {
  draw(): void;
  renew(shown: Chart): void;
  resize(): void;
  dispose(): void;
}

export class ResultChartElement extends HTMLElement {
  private drawn: Drawn | null = null;
  private isWhole = false;
  private isSeen = false;
  private chart: Chart | null = null;
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
    this.isWhole = false;
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
        canvas.setAttribute("aria-label", `${chart.title}: ${chart.words}`);
        this.chart = chart;
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
    this.chart = chart;
    const redraw = (): void => {
      this.drawn?.draw();
    };
    const size = new ResizeObserver(() => {
      this.drawn?.resize();
    });
    document.addEventListener("theme-changed", redraw);
    this.stops.push(() => {
      size.disconnect();
      document.removeEventListener("theme-changed", redraw);
    });
    if (this.hasAttribute("light")) {
      this.drawn = new ChartPreview(canvas, chart);
      redraw();
      for (const touch of ["pointerenter", "pointerdown"])
        this.addEventListener(touch, () => void this.beWhole(canvas), { once: true });
    } else void this.beWhole(canvas);
    size.observe(canvas);
  }

  /** The whole chart takes the place of the first look. */
  private async beWhole(canvas: HTMLElement): Promise<void> {
    if (this.isWhole) return;
    this.isWhole = true;
    const Whole = (await loadCharts())?.ResultChart;
    if (!Whole || !this.chart || !this.isConnected) return;
    this.drawn?.dispose();
    const chart = this.chart;
    this.drawn = new Whole(canvas, chart, (value) => {
      this.choose(chart, value);
    });
    this.drawn.draw();
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
