/**
 * `<farlight-grid-map>`: what each cell of a grid shows, over the crystal's picture, growing while it is measured.
 *
 * Attributes: `rows columns step-x-um step-y-um snaked` (the grid); `picture picture-size beam microns-per-px` (where it
 * lies; without them it stands alone); `series-url run image-url` as for the per-image plot. Arrows walk from cell to
 * cell, Enter or a click opens the image.
 */

import { looks } from "../per-image-plot/looks";
import { GrowingSeries, type Quantity } from "../per-image-plot/series";
import { HttpSource } from "../per-image-plot/source";
import {
  cellAt,
  imageOfCell,
  scaleWithoutPicture,
  viewBox,
  type Cell,
  type Grid,
  type PictureScale,
} from "./cells";
import { draw } from "./drawing";
import { parts, writeLegend } from "./parts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export class GridMap extends HTMLElement {
  private readonly series = new GrowingSeries();
  private readonly parts = parts((quantity) => {
    this.quantity = quantity;
    this.redraw();
  });
  private quantity: Quantity = "spots";
  private chosen: Cell | null = null;
  private picture: HTMLImageElement | null = null;
  private stops: (() => void)[] = [];
  private drawing = 0;

  connectedCallback(): void {
    this.replaceChildren(this.parts.whole);
    const redraw = (): void => {
      this.redraw();
    };
    const size = new ResizeObserver(redraw);
    size.observe(this);
    this.follow();
    this.listen();
    this.loadPicture(redraw);
    this.stops.push(() => {
      size.disconnect();
      cancelAnimationFrame(this.drawing);
    });
  }

  connectedMoveCallback(): void {
    this.redraw();
  }

  disconnectedCallback(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private get grid(): Grid {
    return {
      rows: this.number("rows"),
      columns: this.number("columns"),
      stepX_um: this.number("step-x-um"),
      stepY_um: this.number("step-y-um"),
      isSnaked: this.hasAttribute("snaked"),
    };
  }

  private get scale(): PictureScale {
    if (!this.hasAttribute("picture")) return scaleWithoutPicture(this.grid);
    return {
      size_px: this.pair("picture-size"),
      beam_px: this.pair("beam"),
      micronsPerPx: this.number("microns-per-px"),
    };
  }

  private number(name: string): number {
    return Number(this.getAttribute(name) ?? 0);
  }

  private pair(name: string): [number, number] {
    const [x = 0, y = 0] = (this.getAttribute(name) ?? "").split(" ").map(Number);
    return [x, y];
  }

  private loadPicture(then: () => void): void {
    const address = this.getAttribute("picture");
    if (!address) return;
    this.picture = new Image();
    this.picture.addEventListener("load", then, { once: true });
    this.picture.src = address;
  }

  private follow(): void {
    const source = new HttpSource(this.getAttribute("series-url") ?? "", this.number("run"));
    const abort = new AbortController();
    const take = (part: Parameters<GrowingSeries["add"]>[0]): void => {
      if (this.series.add(part)) this.redraw();
    };
    this.stops.push(source.follow(take), () => {
      abort.abort();
    });
    source.load(abort.signal).then(take, () => {
      if (!abort.signal.aborted) this.parts.words.textContent = "The values did not come.";
    });
  }

  private listen(): void {
    const { canvas } = this.parts;
    const at = (event: PointerEvent): Cell | null => {
      const view = viewBox(this.grid, this.scale);
      const zoom = view.width / canvas.clientWidth;
      return cellAt(this.grid, this.scale, view.x + event.offsetX * zoom, view.y + event.offsetY * zoom);
    };
    canvas.addEventListener("pointermove", (event) => {
      this.choose(at(event));
    });
    canvas.addEventListener("click", (event) => {
      this.choose(at(event));
      this.open();
    });
    canvas.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (event.key === "Enter") this.open();
      else if (step) this.choose(this.next(step));
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private next([down, right]: readonly [number, number]): Cell {
    const { rows, columns } = this.grid;
    const { row, column } = this.chosen ?? { row: -down, column: -right };
    return {
      row: Math.min(Math.max(row + down, 0), rows - 1),
      column: Math.min(Math.max(column + right, 0), columns - 1),
    };
  }

  private choose(cell: Cell | null): void {
    if (cell?.row === this.chosen?.row && cell?.column === this.chosen?.column) return;
    this.chosen = cell;
    this.redraw();
  }

  private open(): void {
    const address = this.getAttribute("image-url");
    if (this.chosen && address)
      location.assign(address.replace("{image}", String(imageOfCell(this.grid, this.chosen))));
  }

  private redraw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => {
      const look = looks(false)[this.quantity];
      const values = new Map(this.series.all.map((row) => [row.image, row.values[this.quantity]]));
      const { grid, scale, picture, chosen } = this;
      const range = draw(this.parts.canvas, {
        grid,
        scale,
        picture,
        values,
        isInverse: look.isInverse,
        chosen,
      });
      const image = chosen ? imageOfCell(grid, chosen) : null;
      writeLegend(this.parts, {
        look,
        range,
        grid,
        chosen,
        image,
        value: image ? (values.get(image) ?? null) : null,
      });
    });
  }
}

customElements.define("farlight-grid-map", GridMap);
