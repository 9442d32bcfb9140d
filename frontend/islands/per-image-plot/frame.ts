/** The elements about a plot: words for those who do not see it, switches of its quantities, and the place of the plot. */

import { looks } from "./looks";
import { QUANTITIES, type Quantity } from "./series";

export function frame(first: readonly Quantity[], onShown: (shown: Quantity[]) => void): DocumentFragment {
  const head = document.createElement("div");
  head.className = "fl-plot-head";
  const words = document.createElement("span");
  words.className = "fl-plot-words";
  words.textContent = "Loading the series …";
  head.append(words, switches([...first], onShown));
  const canvas = document.createElement("div");
  canvas.className = "fl-plot-canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Values of each image");
  const fragment = document.createDocumentFragment();
  fragment.append(head, canvas);
  return fragment;
}

/** Two axes carry two quantities: the one shown longest gives way to a third, and one always stays. */
export function toggled(shown: readonly Quantity[], quantity: Quantity): Quantity[] {
  const rest = shown.filter((name) => name !== quantity);
  const now = shown.includes(quantity) ? rest : [...rest.slice(-1), quantity];
  return now.length > 0 ? now : [quantity];
}

function switches(first: Quantity[], onShown: (shown: Quantity[]) => void): HTMLElement {
  let shown = first;
  const choices = document.createElement("div");
  choices.className = "fl-plot-choices";
  const buttons = QUANTITIES.map((quantity) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.quantity = quantity;
    button.textContent = looks(false)[quantity].word;
    button.setAttribute("aria-pressed", String(shown.includes(quantity)));
    button.addEventListener("click", () => {
      shown = toggled(shown, quantity);
      for (const other of buttons) {
        other.setAttribute("aria-pressed", String(shown.includes(other.dataset.quantity as Quantity)));
      }
      onShown(shown);
    });
    return button;
  });
  choices.append(...buttons);
  return choices;
}
