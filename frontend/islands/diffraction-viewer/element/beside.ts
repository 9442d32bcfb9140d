/** The second picture, beside the first: another image with the same zoom, place and colours. */

import { freshId, make, show } from "../controls/dom";
import type { Desk } from "./desk";
import { within } from "./looks";
import type { Pane } from "./pane";

export class Beside {
  pane: Pane | null = null;
  private readonly caption: HTMLElement;
  private readonly number: HTMLInputElement;

  constructor(
    private readonly desk: Desk,
    private readonly panes: HTMLElement,
    private readonly makePane: (imageOf: () => number) => Pane,
  ) {
    const id = freshId();
    this.number = make("input", "form-control form-control-sm", {
      id,
      type: "number",
      min: "1",
      autocomplete: "off",
    });
    this.number.addEventListener("change", () => {
      desk.change({ compared: within(Number(this.number.value), desk.last) });
    });
    this.caption = make(
      "div",
      "fl-dv-caption",
      {},
      make("label", "", { for: id }, "Beside it: image"),
      this.number,
    );
  }

  update(): void {
    const { compared } = this.desk.looks;
    if (compared !== null && !this.pane) this.open();
    if (compared === null && this.pane) this.close();
    if (compared === null) return;
    this.number.max = String(this.desk.last);
    show(this.number, String(compared));
    this.pane?.update();
  }

  close(): void {
    this.pane?.close();
    this.pane = null;
    this.panes.classList.remove("fl-dv-two");
  }

  private open(): void {
    this.panes.classList.add("fl-dv-two");
    this.pane = this.makePane(() => within(this.desk.looks.compared ?? 1, this.desk.last));
    this.pane.root.append(this.caption);
  }
}
