/** The elements of a grid map: switches of the quantity, the canvas, the legend, and words for those who do not see it. */

import { looks, type QuantityLook } from "../per-image-plot/looks";
import { QUANTITIES, type Quantity } from "../per-image-plot/series";
import type { Cell, Grid } from "./cells";
import { colourOf, type Range } from "./colours";

export interface Parts {
  whole: DocumentFragment;
  canvas: HTMLCanvasElement;
  words: HTMLElement;
  low: HTMLElement;
  high: HTMLElement;
}

export function parts(onQuantity: (quantity: Quantity) => void): Parts {
  const canvas = element("canvas", "fl-grid-canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "grid of cells");
  canvas.setAttribute("aria-label", "Cells of the grid: arrows walk, Enter opens the image");
  const words = element("p", "fl-plot-words");
  words.setAttribute("aria-live", "polite");
  const [low, high] = [element("span"), element("span")];
  const legend = element("div", "fl-grid-legend");
  legend.append(low, ramp(), high);
  const head = element("div", "fl-plot-head");
  head.append(words, choices(onQuantity));
  const whole = document.createDocumentFragment();
  whole.append(head, canvas, legend);
  return { whole, canvas, words, low, high };
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function ramp(): HTMLCanvasElement {
  const canvas = element("canvas", "fl-grid-ramp");
  canvas.width = 64;
  canvas.height = 1;
  canvas.setAttribute("aria-hidden", "true");
  const pen = canvas.getContext("2d");
  for (let x = 0; pen && x < 64; x++) {
    pen.fillStyle = colourOf(x / 63);
    pen.fillRect(x, 0, 1, 1);
  }
  return canvas;
}

function choices(onQuantity: (quantity: Quantity) => void): HTMLElement {
  const group = element("div", "fl-plot-choices");
  const buttons = QUANTITIES.map((quantity, index) => {
    const button = element("button");
    button.type = "button";
    button.textContent = looks(false)[quantity].word;
    button.setAttribute("aria-pressed", String(index === 0));
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      onQuantity(quantity);
    });
    return button;
  });
  group.append(...buttons);
  return group;
}

interface Said {
  look: QuantityLook;
  range: Range | null;
  grid: Grid;
  chosen: Cell | null;
  image: number | null;
  value: number | null;
}

export function writeLegend(
  { low, high, words }: Parts,
  { look, range, grid, chosen, image, value }: Said,
): void {
  const text = (number: number): string => `${number.toFixed(look.decimals)} ${look.unit}`.trim();
  const worst = range ? (look.isInverse ? range.high : range.low) : null;
  const best = range ? (look.isInverse ? range.low : range.high) : null;
  low.textContent = worst === null ? "–" : text(worst);
  high.textContent = best === null ? "–" : text(best);
  if (chosen && image !== null) {
    const place = `Row ${chosen.row + 1}, column ${chosen.column + 1}, image ${image}`;
    words.textContent = `${place}: ${value === null ? "nothing known" : `${look.word.toLowerCase()} ${text(value)}`}`;
  } else {
    const found = range
      ? `${look.word} ${text(range.low)} to ${text(range.high)}`
      : "Nothing is analysed yet";
    words.textContent = `${found} · ${grid.rows} × ${grid.columns} cells`;
  }
}
