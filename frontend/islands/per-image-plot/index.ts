/**
 * `<farlight-per-image-plot>`: what each image of a run shows, growing while the run is collected.
 *
 * Attributes: `series-url`, `run`, `images` (planned), `image-url` (with `{image}`; a click opens it), `source="mock"`.
 * Out: `image-chosen` with `{ image }`, which a page may prevent to stay where it is.
 */

import { PerImageChart, looks } from "./chart";
import { GrowingSeries, QUANTITIES, summary, type Quantity } from "./series";
import { HttpSource, MockSource, type SeriesSource } from "./source";

const FIRST_SHOWN: readonly Quantity[] = ["spots", "resolution_angstrom"];

export class PerImagePlot extends HTMLElement {
  private readonly series = new GrowingSeries();
  private shown: Quantity[] = [...FIRST_SHOWN];
  private chart: PerImageChart | null = null;
  private stops: (() => void)[] = [];
  private drawing = 0;

  connectedCallback(): void {
    this.replaceChildren(this.frame());
    const eye = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      eye.disconnect();
      this.start();
    });
    eye.observe(this);
    this.stops = [
      () => {
        eye.disconnect();
      },
    ];
  }

  /** Moved within the page (htmx keeps plots when their card is drawn anew): nothing starts again. */
  connectedMoveCallback(): void {
    this.draw();
  }

  disconnectedCallback(): void {
    for (const stop of this.stops) stop();
    cancelAnimationFrame(this.drawing);
    this.chart?.dispose();
    this.chart = null;
  }

  private source(): SeriesSource {
    if (this.getAttribute("source") === "mock") return new MockSource(this.images);
    return new HttpSource(this.getAttribute("series-url") ?? "", Number(this.getAttribute("run")));
  }

  private get images(): number {
    return Number(this.getAttribute("images") ?? 0);
  }

  private start(): void {
    const source = this.source();
    const abort = new AbortController();
    const size = new ResizeObserver(() => {
      this.chart?.resize();
    });
    const redraw = (): void => {
      this.draw();
    };
    this.stops.push(
      source.follow((part) => {
        if (this.series.add(part)) this.draw();
      }),
    );
    this.stops.push(() => {
      abort.abort();
      size.disconnect();
      document.removeEventListener("theme-changed", redraw);
    });
    document.addEventListener("theme-changed", redraw);
    size.observe(this);
    source.load(abort.signal).then(
      (part) => {
        this.series.add(part);
        this.draw();
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          this.say(error instanceof Error ? error.message : "The series did not come.");
      },
    );
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      const place = this.querySelector<HTMLElement>(".fl-plot-canvas");
      if (!place) return;
      this.say(summary(this.series));
      if (this.series.length === 0) return;
      this.chart ??= new PerImageChart(place, (image) => {
        this.choose(image);
      });
      this.chart.draw(this.series, this.shown, this.images);
    });
  }

  private choose(image: number): void {
    const nearest = this.series.all.reduce(
      (best, row) => (Math.abs(row.image - image) < Math.abs(best - image) ? row.image : best),
      this.series.all[0]?.image ?? image,
    );
    const event = new CustomEvent("image-chosen", {
      detail: { image: nearest },
      bubbles: true,
      cancelable: true,
    });
    const address = this.getAttribute("image-url");
    if (this.dispatchEvent(event) && address) location.assign(address.replace("{image}", String(nearest)));
  }

  private say(text: string): void {
    const words = this.querySelector(".fl-plot-words");
    if (words) words.textContent = text;
    this.querySelector(".fl-plot-canvas")?.setAttribute("aria-label", `Values of each image: ${text}`);
  }

  private frame(): DocumentFragment {
    const head = document.createElement("div");
    head.className = "fl-plot-head";
    const words = document.createElement("span");
    words.className = "fl-plot-words";
    words.textContent = "Loading the series …";
    const choices = document.createElement("div");
    choices.className = "fl-plot-choices";
    choices.append(...QUANTITIES.map((quantity) => this.choice(quantity)));
    head.append(words, choices);
    const canvas = document.createElement("div");
    canvas.className = "fl-plot-canvas";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Values of each image");
    const fragment = document.createDocumentFragment();
    fragment.append(head, canvas);
    return fragment;
  }

  /** A switch for one quantity. Two axes carry two quantities: the one shown longest gives way to a third. */
  private choice(quantity: Quantity): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.quantity = quantity;
    button.textContent = looks(false)[quantity].word;
    button.setAttribute("aria-pressed", String(this.shown.includes(quantity)));
    button.addEventListener("click", () => {
      const rest = this.shown.filter((name) => name !== quantity);
      this.shown = this.shown.includes(quantity) ? rest : [...rest.slice(-1), quantity];
      if (this.shown.length === 0) this.shown = [quantity];
      for (const other of this.querySelectorAll<HTMLButtonElement>("[data-quantity]")) {
        other.setAttribute("aria-pressed", String(this.shown.includes(other.dataset.quantity as Quantity)));
      }
      this.draw();
    });
    return button;
  }
}

customElements.define("farlight-per-image-plot", PerImagePlot);
