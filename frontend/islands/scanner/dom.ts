/** Elements in one line. */

type Child = Node | string | null;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
let sprite = "";

/** Says where the signs lie, once. */
export function signsAt(address: string): void {
  sprite = address;
}

/** A sign of the sprite; decoration, its word stands beside it. */
export function sign(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "fl-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function button(className: string, word: string, icon: string, press: () => void): HTMLButtonElement {
  const element = make("button", className, { type: "button" }, icon ? sign(icon) : null, word);
  element.addEventListener("click", press);
  return element;
}
