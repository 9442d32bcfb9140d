/** Elements in one line. */

type Child = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A sign of the sprite; decoration, its word stands beside it. */
export function sign(icons: string, name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "fl-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}#${name}`);
  svg.append(use);
  return svg;
}

let made = 0;

/** A name for a field and its label. */
export function freshId(): string {
  return `fl-dv-${++made}`;
}

/** Writes a text only when it is another, so that readers are not told the same again. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export interface Field<T extends HTMLElement> {
  row: HTMLElement;
  field: T;
}

export function choice(
  word: string,
  values: readonly (readonly [string, string])[],
): Field<HTMLSelectElement> {
  const id = freshId();
  const field = make("select", "form-select form-select-sm", { id });
  field.append(...values.map(([value, text]) => make("option", "", { value }, text)));
  return { row: make("div", "fl-dv-field", {}, make("label", "", { for: id }, word), field), field };
}

export function numberField(
  word: string,
  limits: { min: number; max?: number; step?: number },
): Field<HTMLInputElement> {
  const id = freshId();
  const attributes = {
    id,
    type: "number",
    min: String(limits.min),
    step: String(limits.step ?? 1),
    inputmode: "decimal",
    autocomplete: "off",
    ...(limits.max === undefined ? {} : { max: String(limits.max) }),
  };
  const field = make("input", "form-control form-control-sm", attributes);
  return { row: make("div", "fl-dv-field", {}, make("label", "", { for: id }, word), field), field };
}

/** Shows a value in a field that nobody is typing into. */
export function show(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  if (document.activeElement !== field && field.value !== value) field.value = value;
}
