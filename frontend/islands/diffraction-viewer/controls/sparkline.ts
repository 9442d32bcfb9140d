/** Spots of every image behind the slider, as one line; of many images, the most of each column. */

import { make } from "./dom";

const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = 600;
const HEIGHT = 100;

/** Largest value of each column of a line of so many; null where there is none. */
export function columnsOf(
  points: readonly (readonly [number, number | null])[],
  last: number,
  columns: number,
): (number | null)[] {
  const most = new Array<number | null>(Math.min(columns, last)).fill(null);
  for (const [image, value] of points) {
    const column = Math.min(Math.floor(((image - 1) * most.length) / last), most.length - 1);
    if (value !== null && column >= 0) most[column] = Math.max(most[column] ?? 0, value);
  }
  return most;
}

/** Path of bars that rise from the bottom: 100 high, as wide as there are columns. */
export function pathOf(columns: readonly (number | null)[]): string {
  const most = columns.reduce<number>((high, value) => Math.max(high, value ?? 0), 1);
  return columns
    .map((value, column) => {
      if (value === null) return "";
      const top = Math.round(HEIGHT - (HEIGHT * value) / most);
      return `M${column} ${HEIGHT}V${top}H${column + 1}V${HEIGHT}Z`;
    })
    .join("");
}

export class Sparkline {
  readonly root = make("div", "fl-dv-spark", { "aria-hidden": "true" });
  private readonly bars = document.createElementNS(SVG, "path");
  private readonly svg = document.createElementNS(SVG, "svg");
  private drawn = "";

  constructor() {
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.append(this.bars);
    this.root.append(this.svg, make("i", "fl-dv-here"));
  }

  draw(points: [number, number | null][], last: number, image: number, count: number): void {
    const here = this.root.querySelector<HTMLElement>(".fl-dv-here");
    if (here) {
      here.style.left = `${(100 * (image - 1)) / last}%`;
      here.style.width = `${(100 * count) / last}%`;
    }
    const name = `${points.length} ${last}`;
    if (name === this.drawn) return;
    this.drawn = name;
    const columns = columnsOf(points, last, COLUMNS);
    this.svg.setAttribute("viewBox", `0 0 ${Math.max(columns.length, 1)} ${HEIGHT}`);
    this.bars.setAttribute("d", pathOf(columns));
  }
}
