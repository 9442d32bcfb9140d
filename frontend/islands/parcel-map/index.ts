/**
 * `<farlight-parcel-map>`: countries by how many parcels came from them.
 *
 * Attribute: `label` (what it shows, in words). The numbers lie in the page, in a JSON script element `map-points`.
 */

import { ParcelMap } from "./drawing";
import { pointsIn } from "./points";

export class ParcelMapElement extends HTMLElement {
  private stop: () => void = () => undefined;

  connectedCallback(): void {
    const canvas = document.createElement("div");
    canvas.className = "fl-map-canvas";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.getAttribute("label") ?? "A map");
    this.replaceChildren(canvas);
    const map = new ParcelMap(canvas, pointsIn(document));
    const redraw = (): void => {
      map.draw();
    };
    const size = new ResizeObserver(() => {
      map.resize();
    });
    size.observe(canvas);
    document.addEventListener("theme-changed", redraw);
    this.stop = () => {
      size.disconnect();
      document.removeEventListener("theme-changed", redraw);
      map.dispose();
    };
    redraw();
  }

  disconnectedCallback(): void {
    this.stop();
  }
}

customElements.define("farlight-parcel-map", ParcelMapElement);
