/** A small line plot that is drawn anew at every move of the hand, with its values as a table beside it. */

import { make, write } from "../controls/dom";

export interface Curve {
  label: string;
  /** What the axes mean, with units. */
  across: string;
  up: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** How x is written. */
  written?: (x: number) => string;
}

const HEIGHT_PX = 116;
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const ROWS_MAX = 200;

interface Span {
  low: number;
  high: number;
}

function spanOf(values: ArrayLike<number>): Span {
  let [low, high] = [Infinity, -Infinity];
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/** Path of a curve in a box of 1000 × 100, upwards; gaps where there is no value. */
export function curvePath(x: ArrayLike<number>, y: ArrayLike<number>): string {
  const [across, up] = [spanOf(x), spanOf(y)];
  const width = across.high - across.low || 1;
  const floor = Math.min(up.low, 0);
  const height = up.high - floor || 1;
  let isDown = false;
  let path = "";
  for (let index = 0; index < y.length; index++) {
    const [at, value] = [x[index] ?? NaN, y[index] ?? NaN];
    const isThere = Number.isFinite(at) && Number.isFinite(value);
    if (isThere) {
      const point = `${(((at - across.low) / width) * WIDTH).toFixed(1)} ${(100 - ((value - floor) / height) * 100).toFixed(2)}`;
      path += `${isDown ? "L" : "M"}${point}`;
    }
    isDown = isThere;
  }
  return path;
}

export function brief(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1e5) return value.toExponential(2).replace("e+", "e");
  return String(Number(value.toPrecision(4)));
}

export class Chart {
  readonly root: HTMLElement;
  private readonly title = make("figcaption");
  private readonly path = document.createElementNS(SVG, "path");
  private readonly svg = document.createElementNS(SVG, "svg");
  private readonly most = make("span", "fl-dv-most");
  private readonly first = make("span");
  private readonly middle = make("span");
  private readonly last = make("span");
  private readonly body = make("tbody");
  private readonly heads = [make("th", "", { scope: "col" }), make("th", "", { scope: "col" })] as const;
  private readonly details: HTMLDetailsElement;
  private curve: Curve | null = null;

  constructor() {
    this.svg.setAttribute("viewBox", `0 -4 ${WIDTH} 108`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("role", "img");
    this.svg.setAttribute("height", String(HEIGHT_PX));
    this.path.setAttribute("vector-effect", "non-scaling-stroke");
    this.svg.append(this.path);
    const head = make("thead", "", {}, make("tr", "", {}, ...this.heads));
    const table = make("div", "fl-dv-table", { tabindex: "0", role: "region", "aria-label": "Values" });
    table.append(make("table", "", {}, head, this.body));
    this.details = make("details", "", {}, make("summary", "", {}, "Values as a table"), table);
    this.details.addEventListener("toggle", () => {
      this.fill();
    });
    const axis = make("div", "fl-dv-axis", {}, this.first, this.middle, this.last);
    const plot = make("div", "fl-dv-plot", {}, this.most);
    plot.append(this.svg);
    this.root = make("figure", "fl-dv-chart", {}, this.title, plot, axis, this.details);
  }

  draw(curve: Curve): void {
    this.curve = curve;
    const written = curve.written ?? brief;
    const [across, up] = [spanOf(curve.x), spanOf(curve.y)];
    write(this.title, curve.label);
    write(this.most, `${brief(up.high)} ${curve.up}`);
    write(this.first, written(across.low));
    write(this.middle, curve.across);
    write(this.last, written(across.high));
    this.path.setAttribute("d", curvePath(curve.x, curve.y));
    this.svg.setAttribute("aria-label", `${curve.label}: up to ${brief(up.high)} ${curve.up}`);
    this.fill();
  }

  /** The table, when somebody reads it; of a long curve, evenly chosen rows. */
  private fill(): void {
    const { curve } = this;
    if (!curve || !this.details.open) return;
    write(this.heads[0], curve.across);
    write(this.heads[1], curve.up);
    const each = Math.max(1, Math.ceil(curve.x.length / ROWS_MAX));
    const written = curve.written ?? brief;
    const rows = [];
    for (let index = 0; index < curve.x.length; index += each) {
      const cells = [written(curve.x[index] ?? NaN), brief(curve.y[index] ?? NaN)];
      rows.push(make("tr", "", {}, ...cells.map((cell) => make("td", "", {}, cell))));
    }
    this.body.replaceChildren(...rows);
  }
}
