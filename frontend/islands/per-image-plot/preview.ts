/**
 * A first look at a series, drawn in a few lines: a page of many runs draws many of them, and most are only glanced at.
 * Whoever touches one gets the whole chart in its place (`chart.ts`), which knows axes, tips, clicks and ranges.
 */

import { looks, type QuantityLook } from "./looks";
import type { ImageRange } from "./range";
import type { GrowingSeries, Quantity } from "./series";

/** What both the first look and the whole chart can do. */
export interface Plot {
  draw(series: GrowingSeries, shown: readonly Quantity[], images: number, range: ImageRange | null): void;
  resize(): void;
  dispose(): void;
}

const MARGIN = { left: 44, right: 48, top: 10, bottom: 24 };

interface Ground {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  images: number;
}

export class Preview implements Plot {
  private readonly canvas = document.createElement("canvas");
  private last: (() => void) | null = null;

  constructor(private readonly place: HTMLElement) {
    place.replaceChildren(this.canvas);
  }

  draw(series: GrowingSeries, shown: readonly Quantity[], images: number, range: ImageRange | null): void {
    this.last = () => {
      const ground = this.ground(Math.max(images, series.all.at(-1)?.image ?? 1, 2));
      if (!ground) return;
      const all = looks(document.documentElement.dataset.bsTheme === "dark");
      if (range) shade(ground, range);
      shown.slice(0, 2).forEach((quantity, side) => {
        drawOne(ground, series.points(quantity), all[quantity], side);
      });
      writeImages(ground, getComputedStyle(this.place).color);
    };
    this.last();
  }

  resize(): void {
    this.last?.();
  }

  dispose(): void {
    this.canvas.remove();
  }

  private ground(images: number): Ground | null {
    const { clientWidth: width, clientHeight: height } = this.place;
    this.canvas.width = Math.round(width * devicePixelRatio);
    this.canvas.height = Math.round(height * devicePixelRatio);
    const pen = this.canvas.getContext("2d");
    if (!pen || width === 0) return null;
    pen.scale(devicePixelRatio, devicePixelRatio);
    pen.font = `11px ${getComputedStyle(this.place).fontFamily}`;
    return { pen, width, height, images };
  }
}

function x({ width, images }: Ground, image: number): number {
  return MARGIN.left + ((image - 1) / (images - 1)) * (width - MARGIN.left - MARGIN.right);
}

function drawOne(
  ground: Ground,
  points: readonly [number, number | null][],
  look: QuantityLook,
  side: number,
): void {
  const known = points.filter((point): point is [number, number] => point[1] !== null);
  if (known.length === 0) return;
  const { pen, height } = ground;
  const high = known.reduce((most, [, value]) => Math.max(most, value), -Infinity);
  const low = look.isDots ? 0 : known.reduce((least, [, value]) => Math.min(least, value), Infinity);
  const bottom = height - MARGIN.bottom;
  const frac = (value: number): number => (high === low ? 0.5 : (value - low) / (high - low));
  const y = (value: number): number =>
    bottom - (look.isInverse ? 1 - frac(value) : frac(value)) * (bottom - MARGIN.top);
  pen.fillStyle = pen.strokeStyle = look.colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const [image, value] of known) {
    if (look.isDots) pen.fillRect(x(ground, image) - 1, y(value) - 1, 2.5, 2.5);
    else pen.lineTo(x(ground, image), y(value));
  }
  if (!look.isDots) pen.stroke();
  writeEnds(ground, look, side, look.isInverse ? [high, low] : [low, high]);
}

function writeEnds(
  ground: Ground,
  look: QuantityLook,
  side: number,
  [under, over]: readonly [number, number],
): void {
  const { pen, width, height } = ground;
  pen.textAlign = side === 0 ? "right" : "left";
  const at = side === 0 ? MARGIN.left - 6 : width - MARGIN.right + 6;
  const text = (value: number): string =>
    value >= 1e4 ? value.toExponential(1) : value.toFixed(look.decimals);
  pen.fillText(text(over), at, MARGIN.top + 4);
  pen.fillText(text(under), at, height - MARGIN.bottom + 3);
}

function writeImages(ground: Ground, ink: string): void {
  const { pen, height, images } = ground;
  pen.fillStyle = ink;
  pen.textAlign = "center";
  for (const image of [1, images]) pen.fillText(String(image), x(ground, image), height - 6);
}

function shade(ground: Ground, { first, last }: ImageRange): void {
  const { pen, height } = ground;
  pen.fillStyle = "rgb(10 88 202 / 14%)";
  const left = x(ground, first);
  pen.fillRect(left, MARGIN.top, x(ground, last) - left, height - MARGIN.top - MARGIN.bottom);
}
