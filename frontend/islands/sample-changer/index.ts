/**
 * `<farlight-changer>`: pucks are put into a sample changer by dragging, by tapping, or by keys.
 *
 * The server draws everything: pucks are elements with `data-puck` (the container's code), positions with `data-place`
 * (its name), `data-x` and `data-y`. Choose a puck (click, Enter), then a position; or drag it there. What follows is
 * the form `data-move`, which works without this too.
 */

import { Dragging } from "./dragging";
import { nextPlace, wayOf, type Place } from "./places";

export class ChangerElement extends HTMLElement {
  private chosen = "";
  private dragging: Dragging | null = null;

  connectedCallback(): void {
    this.dragging = new Dragging(this, (puck, place) => {
      this.put(puck, place);
    });
    this.addEventListener("click", this.onClick);
    this.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback(): void {
    this.dragging?.stop();
    this.removeEventListener("click", this.onClick);
    this.removeEventListener("keydown", this.onKey);
  }

  private readonly onClick = (event: Event): void => {
    if (!(event.target instanceof Element) || this.dragging?.justDropped) return;
    const place = event.target.closest("[data-place]")?.getAttribute("data-place") ?? "";
    if (this.chosen && place) this.put(this.chosen, place);
    else this.choose(event.target.closest("[data-puck]")?.getAttribute("data-puck") ?? "");
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const here = event.target instanceof Element ? event.target.closest<SVGElement>("[data-place]") : null;
    const way = wayOf(event.key);
    if (event.key === "Escape" && this.chosen) this.choose("");
    else if (here && way) this.go(here, way);
    else if ((event.key === "Enter" || event.key === " ") && event.target instanceof SVGElement)
      this.onClick(event);
    else return;
    event.preventDefault();
  };

  private go(here: Element, way: Parameters<typeof nextPlace>[2]): void {
    const elements = [...this.querySelectorAll<SVGElement>("[data-place]")];
    const places = elements.map(placeOf);
    const next = nextPlace(places, placeOf(here), way);
    elements[places.findIndex((place) => place.name === next.name)]?.focus();
  }

  private choose(puck: string): void {
    this.chosen = puck === this.chosen ? "" : puck;
    for (const element of this.querySelectorAll("[data-puck]")) {
      const is = this.chosen !== "" && element.getAttribute("data-puck") === this.chosen;
      element.toggleAttribute("data-chosen", is);
      if (element instanceof HTMLElement) element.setAttribute("aria-pressed", String(is));
    }
    this.toggleAttribute("data-choosing", this.chosen !== "");
    this.say(this.chosen ? `${this.nameOf(this.chosen)} is chosen. Now choose a position.` : "");
  }

  private nameOf(puck: string): string {
    return this.querySelector(`[data-puck="${CSS.escape(puck)}"]`)?.getAttribute("data-puck-name") ?? puck;
  }

  private say(words: string): void {
    const line = this.querySelector("[data-told]");
    if (line) line.textContent = words;
  }

  private put(puck: string, place: string): void {
    const form = this.querySelector<HTMLFormElement>("form[data-move]");
    if (!form) return;
    for (const [name, value] of [
      ["container", puck],
      ["slot", place],
    ] as const) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) field.value = value;
    }
    this.say(`Putting ${this.nameOf(puck)} into position ${place} …`);
    form.requestSubmit();
  }
}

function placeOf(element: Element): Place {
  return {
    name: element.getAttribute("data-place") ?? "",
    x: Number(element.getAttribute("data-x")),
    y: Number(element.getAttribute("data-y")),
  };
}

customElements.define("farlight-changer", ChangerElement);
