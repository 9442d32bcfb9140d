/** Pixels by counts, with two handles for black and white that can be dragged or moved by keys. */

import { make } from "../controls/dom";

export interface Histogram {
  edges: Float64Array;
  pixels: Float64Array;
}

const HEIGHT_PX = 84;
/** A key moves a handle by this part of the way, Page keys by ten times as much. */
const KEY_PART = 0.01;

/** Where counts stand on the axis, from 0 to 1: logarithmic, for there are few and many. */
export function partOf(counts: number, most: number): number {
  return Math.min(Math.max(Math.log1p(Math.max(counts, 0)) / Math.log1p(Math.max(most, 1)), 0), 1);
}

export function countsAt(part: number, most: number): number {
  return Math.expm1(Math.min(Math.max(part, 0), 1) * Math.log1p(Math.max(most, 1)));
}

/** As many digits as make sense on the axis. */
export function rounded(counts: number): number {
  return counts < 30 ? Math.round(counts * 10) / 10 : Number(counts.toPrecision(3));
}

type Levels = readonly [number, number];

export class HistogramPanel {
  readonly root: HTMLElement;
  private readonly canvas = make("canvas", "fl-dv-histogram", { "aria-hidden": "true" });
  private readonly handles: readonly [HTMLElement, HTMLElement];
  private most = 10;
  private levels: Levels = [0, 10];
  private shown: Histogram | null = null;

  constructor(private readonly choose: (levels: Levels) => void) {
    this.handles = [this.handle(0, "Black, in counts"), this.handle(1, "White, in counts")];
    this.root = make("div", "fl-dv-levels", {}, this.canvas, ...this.handles);
    document.addEventListener("theme-changed", () => {
      this.draw();
    });
  }

  setLevels(levels: Levels): void {
    this.levels = levels;
    this.most = Math.max(this.most, levels[1] * 1.2);
    this.place();
  }

  setHistogram(histogram: Histogram): void {
    this.shown = histogram;
    let last = histogram.pixels.length;
    while (last > 1 && !histogram.pixels[last - 1]) last--;
    this.most = Math.max(histogram.edges[last] ?? 10, this.levels[1] * 1.2, 10);
    this.place();
    this.draw();
  }

  private place(): void {
    this.handles.forEach((handle, index) => {
      const counts = this.levels[index] ?? 0;
      handle.style.left = `${100 * partOf(counts, this.most)}%`;
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(Math.ceil(this.most)));
      handle.setAttribute("aria-valuenow", String(rounded(counts)));
      handle.setAttribute("aria-valuetext", `${rounded(counts)} counts`);
    });
  }

  private handle(index: 0 | 1, label: string): HTMLElement {
    const handle = make("div", index ? "fl-dv-white" : "fl-dv-black", {
      role: "slider",
      tabindex: "0",
      "aria-label": label,
    });
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = this.canvas.getBoundingClientRect();
      this.set(index, (event.clientX - box.left) / box.width);
    });
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[
        event.key
      ];
      if (by === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.set(index, partOf(this.levels[index], this.most) + by * KEY_PART);
    });
    return handle;
  }

  private set(index: 0 | 1, part: number): void {
    const counts = rounded(countsAt(part, this.most));
    const [low, high] = this.levels;
    const least = 0.1;
    this.choose(index ? [low, Math.max(counts, low + least)] : [Math.min(counts, high - least), high]);
  }

  private draw(): void {
    const { canvas, shown } = this;
    const context = canvas.getContext("2d");
    const width = canvas.clientWidth;
    if (!context || !shown || !width) return;
    canvas.width = width * devicePixelRatio;
    canvas.height = HEIGHT_PX * devicePixelRatio;
    context.scale(devicePixelRatio, devicePixelRatio);
    context.fillStyle = getComputedStyle(canvas).color;
    const high = Math.log1p(shown.pixels.reduce((most, value) => Math.max(most, value), 1));
    shown.pixels.forEach((pixels, index) => {
      const left = width * partOf(shown.edges[index] ?? 0, this.most);
      const right = width * partOf(shown.edges[index + 1] ?? 0, this.most);
      const top = HEIGHT_PX * (1 - Math.log1p(pixels) / high);
      if (pixels > 0) context.fillRect(left, top, Math.max(right - left, 1), HEIGHT_PX - top);
    });
  }
}
