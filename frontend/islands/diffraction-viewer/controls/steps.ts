/** The bar below the picture: a slider over the run with its spots, the image's number, speed, and how many at once. */

import type { Desk } from "../element/desk";
import { HOWS, within } from "../element/looks";
import { RATES_HZ, type Player } from "../element/play";
import { choice, make, numberField, show, write } from "./dom";
import { Sparkline } from "./sparkline";
import type { Buttons } from "./toolbar";

export class Steps {
  readonly root: HTMLElement;
  private readonly slider = make("input", "fl-dv-slider", {
    type: "range",
    min: "1",
    step: "1",
    "aria-label": "Image",
  });
  private readonly number = numberField("Image", { min: 1 });
  private readonly ofAll = make("span", "fl-dv-of");
  private readonly rate = choice(
    "Speed",
    RATES_HZ.map((rate) => [String(rate), `${rate}/s`]),
  );
  private readonly count = numberField("Together", { min: 1, max: 100 });
  private readonly how = choice(
    "As",
    HOWS.map((how) => [how, { sum: "sum", max: "maximum", mean: "mean" }[how]]),
  );
  private readonly sparkline = new Sparkline();

  constructor(
    private readonly desk: Desk,
    private readonly player: Player,
    buttons: Buttons,
  ) {
    const scrub = make("div", "fl-dv-scrub", {}, this.sparkline.root, this.slider);
    this.number.row.append(this.ofAll);
    const stack = make("div", "fl-dv-stack", {}, this.count.row, this.how.row, buttons.group("stack"));
    const row = make("div", "fl-dv-steps", {}, buttons.group("steps"), this.number.row, this.rate.row, stack);
    this.root = make("div", "fl-dv-bottom", {}, scrub, row);
    this.rate.field.value = String(player.rate_hz);
    this.listen();
  }

  private listen(): void {
    const { desk } = this;
    this.slider.addEventListener("input", () => {
      desk.go(Number(this.slider.value));
    });
    this.number.field.addEventListener("change", () => {
      desk.go(Number(this.number.field.value));
    });
    this.rate.field.addEventListener("change", () => {
      this.player.rate_hz = Number(this.rate.field.value);
    });
    this.count.field.addEventListener("change", () => {
      const count = within(Number(this.count.field.value), Math.min(desk.last, 100));
      desk.change({ count, image: within(desk.looks.image, desk.last - count + 1) });
    });
    this.how.field.addEventListener("change", () => {
      desk.change({ how: HOWS.find((how) => how === this.how.field.value) ?? "sum" });
    });
  }

  update(): void {
    const { looks, last, manifest } = this.desk;
    this.slider.max = this.number.field.max = String(last);
    if (this.slider.value !== String(looks.image)) this.slider.value = String(looks.image);
    this.slider.setAttribute("aria-valuetext", this.words());
    show(this.number.field, String(looks.image));
    write(
      this.ofAll,
      manifest && manifest.ready < manifest.images ? `of ${last}, ${manifest.images} planned` : `of ${last}`,
    );
    show(this.count.field, String(looks.count));
    show(this.how.field, looks.how);
    this.how.field.disabled = looks.count === 1;
    this.sparkline.draw(this.desk.series.points("spots"), last, looks.image, looks.count);
  }

  private words(): string {
    const { looks, last } = this.desk;
    const spots = this.desk.valuesOf(looks.image)?.spots;
    return `Image ${looks.image} of ${last}${typeof spots === "number" ? `, ${spots} spots` : ""}`;
  }
}
