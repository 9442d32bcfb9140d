/** A container as a drawing: each position says by shape, sign and colour how it stands. */

import type { Slot } from "./contract";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 320;

/** How a position looks: a class for colour and shape, and a letter that needs no colour. */
export interface SlotLook {
  look: "here" | "well" | "empty" | "odd" | "plain";
  sign: string;
}

function make(tag: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function text(x: number, y: number, className: string, words: string): SVGElement {
  const element = make("text", { x: String(x), y: String(y), class: className });
  element.textContent = words;
  return element;
}

export function drawing(
  slots: readonly Slot[],
  lookOf: (slot: Slot) => SlotLook,
  onChoose?: (slot: Slot) => void,
): SVGElement {
  const svg = make("svg", {
    viewBox: `0 0 ${SIDE} ${SIDE}`,
    class: "fl-scan-drawing",
    role: "group",
    "aria-label": "Positions of the container",
  });
  for (const slot of slots) svg.append(position(slot, lookOf(slot), onChoose));
  return svg;
}

function position(slot: Slot, { look, sign }: SlotLook, onChoose?: (slot: Slot) => void): SVGElement {
  const [x, y, r] = [slot.x_frac * SIDE, slot.y_frac * SIDE, Math.max((slot.size_frac * SIDE) / 2, 12)];
  const group = make("g", { class: `fl-scan-slot fl-scan-slot-${look}` });
  group.append(
    look === "odd"
      ? make("rect", {
          x: String(x - r),
          y: String(y - r),
          width: String(2 * r),
          height: String(2 * r),
          rx: "3",
        })
      : make("circle", { cx: String(x), cy: String(y), r: String(r) }),
    text(x, y - 1, "fl-scan-slot-name", slot.name),
    text(x, y + r - 4, "fl-scan-slot-sign", sign),
  );
  const words = [`Position ${slot.name}`, slot.declared, look === "plain" ? "" : look]
    .filter(Boolean)
    .join(", ");
  if (onChoose) {
    group.setAttribute("role", "button");
    group.setAttribute("tabindex", "0");
    group.addEventListener("click", () => {
      onChoose(slot);
    });
    group.addEventListener("keydown", (event) => {
      if (event.key === "Enter") onChoose(slot);
    });
  } else group.setAttribute("role", "img");
  group.setAttribute("aria-label", words);
  return group;
}
