/**
 * A plot at first sight, as SVG and without ECharts: lines, dots, marks, and the ends of its axes. The page of a session
 * has many plots and stays light; whoever touches one gets the whole of it.
 */

import { colourOf } from "./colours";
import { place, tickText, type Chart, type Line } from "./charts";

const SVG = "http://www.w3.org/2000/svg";
const LEFT = 42;
const BELOW = 20;
const ABOVE = 20;
const MOST_DOTS = 400;

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

function scaleOf(lines: readonly Line[], isLog: boolean): Scale {
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (isLog) return { low: Math.log10(Math.max(low, 1e-9)), high: Math.log10(Math.max(high, 1e-8)), isLog };
  return { low: low > 0 && low < high / 4 ? 0 : low, high, isLog };
}

function fraction(value: number, scale: Scale): number {
  const at = scale.isLog ? Math.log10(Math.max(value, 1e-9)) : value;
  return (at - scale.low) / (scale.high - scale.low || 1);
}

function endText(end: number, isLog: boolean): string {
  const value = isLog ? 10 ** end : end;
  return Math.abs(value) >= 1000
    ? value.toExponential(0).replace("e+", "e")
    : String(Number(value.toPrecision(2)));
}

function part(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

export class ChartPreview {
  constructor(
    private readonly where: HTMLElement,
    private shown: Chart,
  ) {}

  draw(): void {
    const width = Math.max(this.where.clientWidth, 160);
    const height = Math.max(this.where.clientHeight, 90);
    const root = part("svg", {
      viewBox: `0 0 ${width} ${height}`,
      width: "100%",
      height,
      "aria-hidden": "true",
    });
    const right = this.shown.lines.some((line) => line.is_right) ? LEFT : 10;
    const box = { x: LEFT, y: ABOVE, width: width - LEFT - right, height: height - ABOVE - BELOW };
    root.append(...this.frame(box), ...this.legend(width), ...this.marks(box), ...this.curves(box));
    this.where.replaceChildren(root);
  }

  renew(shown: Chart): void {
    this.shown = shown;
    this.draw();
  }

  resize(): void {
    this.draw();
  }

  dispose(): void {
    this.where.replaceChildren();
  }

  private scale(isRight: boolean): Scale {
    const lines = this.shown.lines.filter((line) => line.is_right === isRight);
    return scaleOf(lines, !isRight && (this.shown.is_log ?? false));
  }

  private across(value: number, box: DOMRectInit): number {
    const { along, along_values } = this.shown;
    const ends = [place(along, along_values[0] ?? 0), place(along, along_values.at(-1) ?? 1)];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    return (box.x ?? 0) + ((place(along, value) - low) / (high - low || 1)) * (box.width ?? 0);
  }

  private frame(box: DOMRectInit): SVGElement[] {
    const { x = 0, y = 0, width = 0, height = 0 } = box;
    const bottom = y + height;
    const ends = [this.shown.along_values[0] ?? 0, this.shown.along_values.at(-1) ?? 0].sort((a, b) => a - b);
    const words = ends.map((end, side) =>
      part(
        "text",
        { x: side ? x + width : x, y: bottom + 14, "text-anchor": side ? "end" : "start" },
        tickText(this.shown.along, place(this.shown.along, end)),
      ),
    );
    for (const isRight of [false, true]) {
      if (!this.shown.lines.some((line) => line.is_right === isRight)) continue;
      const scale = this.scale(isRight);
      const at = { x: isRight ? x + width + 4 : x - 4, "text-anchor": isRight ? "start" : "end" };
      words.push(part("text", { ...at, y: bottom }, endText(scale.low, scale.isLog)));
      words.push(part("text", { ...at, y: y + 8 }, endText(scale.high, scale.isLog)));
    }
    return [part("path", { d: `M${x} ${y}V${bottom}H${x + width}`, class: "fl-plot-rule" }), ...words];
  }

  private legend(width: number): SVGElement[] {
    const each = Math.min(150, width / this.shown.lines.length);
    return this.shown.lines.flatMap((line, index) => [
      part("circle", { cx: 5 + index * each, cy: 7, r: 4, fill: colourOf(index) }),
      part("text", { x: 13 + index * each, y: 11 }, line.unit ? `${line.word} (${line.unit})` : line.word),
    ]);
  }

  private marks(box: DOMRectInit): SVGElement[] {
    const inOrder = [...(this.shown.marks ?? [])].sort((a, b) => a.at - b.at);
    const { y = 0, height = 0 } = box;
    return inOrder.flatMap((mark, number) => {
      const at = this.across(mark.at, box);
      const isPair = inOrder.length === 2;
      const anchor = isPair ? (number ? "start" : "end") : "middle";
      const aside = isPair ? (number ? 4 : -4) : 0;
      return [
        part("path", { d: `M${at} ${y}V${y + height}`, class: "fl-plot-mark" }),
        part(
          "text",
          { x: at + aside, y: y + (number % 2 && !isPair ? 22 : 10), "text-anchor": anchor },
          mark.word,
        ),
      ];
    });
  }

  private curves(box: DOMRectInit): SVGElement[] {
    return this.shown.lines.map((line, index) => this.curve(line, colourOf(index), box));
  }

  private curve(line: Line, colour: string, box: DOMRectInit): SVGElement {
    const scale = this.scale(line.is_right);
    const { y = 0, height = 0 } = box;
    const stride = line.look === "dots" ? Math.ceil(line.values.length / MOST_DOTS) : 1;
    const isDots = line.look === "dots";
    let pen = "M";
    let path = "";
    this.shown.along_values.forEach((value, index) => {
      const number = line.values[index] ?? null;
      if (number === null) pen = "M";
      if (number === null || index % stride) return;
      const at = `${this.across(value, box).toFixed(1)} ${(y + (1 - fraction(number, scale)) * height).toFixed(1)}`;
      path += isDots ? `M${at}h0` : `${pen}${at}`;
      pen = "L";
    });
    return part("path", {
      d: path,
      fill: "none",
      stroke: colour,
      "stroke-width": isDots ? 4 : 1.75,
      "stroke-linecap": "round",
      "stroke-dasharray": line.look === "dashes" ? "4 4" : "none",
    });
  }
}
