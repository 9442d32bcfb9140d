/** The chosen range in words and numbers: for the keyboard, and to process it. */

import { between, rangeText, type ImageRange } from "./range";

export class RangeForm {
  readonly element = document.createElement("form");
  private readonly first = field("First image");
  private readonly last = field("Last image");
  private readonly process = document.createElement("a");

  constructor(
    private readonly images: number,
    private readonly address: string,
    onRange: (range: ImageRange | null) => void,
  ) {
    this.element.className = "fl-plot-range";
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "All images";
    clear.addEventListener("click", () => {
      onRange(null);
    });
    this.process.textContent = "Process these";
    this.element.append("Images ", this.first, " to ", this.last, this.process, clear);
    this.element.addEventListener("change", () => {
      onRange(between(this.first.valueAsNumber || 1, this.last.valueAsNumber || images, images));
    });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    this.show(null);
  }

  show(range: ImageRange | null): void {
    this.first.value = String(range?.first ?? 1);
    this.last.value = String(range?.last ?? this.images);
    this.element.toggleAttribute("data-chosen", range !== null);
    this.process.hidden = range === null || this.address === "";
    if (range) this.process.href = this.address.replace("{range}", rangeText(range));
  }
}

function field(name: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "number";
  input.min = "1";
  input.setAttribute("aria-label", name);
  return input;
}
