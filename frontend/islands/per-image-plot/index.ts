/**
 * `<farlight-per-image-plot>`: what each image of a run shows, growing while the run is collected.
 *
 * Attributes: `series-url`, `run`, `images` (planned), `image-url` (with `{image}`; a click opens it), `source="mock"`.
 * `range-url` (with `{range}`; where a chosen range is processed). A drag chooses a range, kept in the page's address.
 * `eager`: the whole chart at once, and not only when it is touched.
 * Out: `range-chosen` with `{ range }`, `image-chosen` with `{ image }`, which a page may prevent to stay where it is.
 */

import { whenSeen } from "../../kit/seeing";
import { wholeChart } from "./loading";
import { frame } from "./frame";
import { Preview, type Plot } from "./preview";
import { addressWith, between, rangeInAddress, type ImageRange } from "./range";
import { RangeForm } from "./range-form";
import { GrowingSeries, summary, type Quantity } from "./series";
import { HttpSource, MockSource, type SeriesSource } from "./source";

const FIRST_SHOWN: readonly Quantity[] = ["spots", "resolution_angstrom"];

export class PerImagePlot extends HTMLElement {
  private readonly series = new GrowingSeries();
  private shown: Quantity[] = [...FIRST_SHOWN];
  private chart: Plot | null = null;
  private isWhole = false;
  private stops: (() => void)[] = [];
  private drawing = 0;
  private range: ImageRange | null = null;
  private form: RangeForm | null = null;

  connectedCallback(): void {
    this.range = rangeInAddress(location.href, this.run);
    this.replaceChildren(this.frame());
    this.stops = [
      whenSeen(this, () => {
        this.start();
      }),
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
    this.isWhole = false;
  }

  private source(): SeriesSource {
    if (this.getAttribute("source") === "mock") return new MockSource(this.images);
    return new HttpSource(this.getAttribute("series-url") ?? "", this.run);
  }

  private get run(): number {
    return Number(this.getAttribute("run"));
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
    this.wakeWhenTouched();
    size.observe(this);
    const place = this.querySelector(".fl-plot-canvas");
    if (place) place.ariaBusy = "true";
    source.load(abort.signal).then(
      (part) => {
        if (place) place.ariaBusy = null;
        this.series.add(part);
        this.draw();
      },
      (error: unknown) => {
        if (place) place.ariaBusy = null;
        if (!abort.signal.aborted)
          this.say(error instanceof Error ? error.message : "The series did not come.");
      },
    );
  }

  private wakeWhenTouched(): void {
    const touched = (): void => void this.beWhole();
    for (const kind of ["pointerenter", "pointerdown", "focusin"])
      this.addEventListener(kind, touched, { once: true });
    if (this.hasAttribute("eager")) touched();
  }

  private draw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      const place = this.querySelector<HTMLElement>(".fl-plot-canvas");
      if (!place) return;
      this.say(summary(this.series));
      if (this.series.length === 0) return;
      this.chart ??= new Preview(place);
      this.chart.draw(this.series, this.shown, this.images, this.range);
    });
  }

  /** The whole chart takes the place of the first look. */
  private async beWhole(): Promise<void> {
    if (this.isWhole) return;
    this.isWhole = true;
    const Chart = await wholeChart();
    const place = this.querySelector<HTMLElement>(".fl-plot-canvas");
    if (!Chart || !place || !this.isConnected) return;
    this.chart?.dispose();
    const choose = this.choose.bind(this);
    this.chart = new Chart(place, choose, (range) => {
      this.setRange(between(range.first, range.last, this.images));
    });
    this.draw();
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

  private setRange(range: ImageRange | null): void {
    this.range = range;
    this.form?.show(range);
    history.replaceState(history.state, "", addressWith(location.href, this.run, range));
    this.dispatchEvent(new CustomEvent("range-chosen", { detail: { range }, bubbles: true }));
    this.draw();
  }

  private say(text: string): void {
    const words = this.querySelector(".fl-plot-words");
    if (words) words.textContent = text;
    this.querySelector(".fl-plot-canvas")?.setAttribute("aria-label", `Values of each image: ${text}`);
  }

  private frame(): DocumentFragment {
    const parts = frame(this.shown, (shown) => {
      this.shown = shown;
      this.draw();
    });
    if (this.hasAttribute("range-url")) parts.append(this.rangeForm());
    return parts;
  }

  private rangeForm(): HTMLElement {
    this.form = new RangeForm(this.images, this.getAttribute("range-url") ?? "", (range) => {
      this.setRange(range);
    });
    this.form.show(this.range);
    return this.form.element;
  }
}

customElements.define("farlight-per-image-plot", PerImagePlot);
