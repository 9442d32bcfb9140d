/** A range of images: chosen by dragging over the plot, kept in the address, offered for processing. */

import type { ECharts } from "echarts/core";

export interface ImageRange {
  first: number;
  last: number;
}

/** `12-80`; null when it is none, or the wrong way round. */
export function rangeFrom(text: string | null): ImageRange | null {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(text ?? "");
  const [first, last] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  return first >= 1 && last >= first ? { first, last } : null;
}

export function rangeText({ first, last }: ImageRange): string {
  return `${first}-${last}`;
}

/** The range between two images, in order and within what there is. */
export function between(a: number, b: number, images: number): ImageRange {
  const within = (image: number): number => Math.min(Math.max(Math.round(image), 1), Math.max(images, 1));
  return { first: within(Math.min(a, b)), last: within(Math.max(a, b)) };
}

/** Where the address of the page keeps the range of a run. */
export function addressWith(address: string, run: number, range: ImageRange | null): string {
  const url = new URL(address);
  const kept = url.searchParams.getAll("range").filter((text) => !text.startsWith(`${run}:`));
  url.searchParams.delete("range");
  for (const text of range ? [...kept, `${run}:${rangeText(range)}`] : kept)
    url.searchParams.append("range", text);
  return url.href;
}

export function rangeInAddress(address: string, run: number): ImageRange | null {
  const texts = new URL(address).searchParams.getAll("range");
  const mine = texts.find((text) => text.startsWith(`${run}:`));
  return rangeFrom(mine?.slice(`${run}:`.length) ?? null);
}

const DRAG_PX = 5;

interface Point {
  offsetX: number;
  offsetY: number;
}

/** Tells a click (one image) from a drag (a range). */
export class RangePicker {
  private began: Point | null = null;

  constructor(
    private readonly chart: ECharts,
    private readonly onImage: (image: number) => void,
    private readonly onRange: (range: ImageRange) => void,
  ) {
    const canvas = chart.getZr();
    canvas.on("mousedown", (event: Point) => {
      this.began = this.isInside(event) ? { offsetX: event.offsetX, offsetY: event.offsetY } : null;
    });
    canvas.on("mousemove", (event: Point) => {
      if (this.began && Math.abs(event.offsetX - this.began.offsetX) > DRAG_PX)
        this.onRange(this.range(this.began, event));
    });
    canvas.on("mouseup", (event: Point) => {
      const { began } = this;
      this.began = null;
      if (!began) return;
      if (Math.abs(event.offsetX - began.offsetX) > DRAG_PX) this.onRange(this.range(began, event));
      else this.onImage(Math.round(this.imageAt(event)));
    });
  }

  private range(from: Point, to: Point): ImageRange {
    return between(this.imageAt(from), this.imageAt(to), Number.MAX_SAFE_INTEGER);
  }

  private isInside(point: Point): boolean {
    return this.chart.containPixel({ gridIndex: 0 }, [point.offsetX, point.offsetY]);
  }

  private imageAt(point: Point): number {
    return Number(this.chart.convertFromPixel({ gridIndex: 0 }, [point.offsetX, point.offsetY])[0]);
  }
}
