/** The panel of what is measured: words, curves, and what to do next. */

import { make, write } from "../controls/dom";
import type { Buttons } from "../controls/toolbar";
import type { Desk } from "../element/desk";
import { Latest, type Engine } from "../element/engine";
import type { Measure } from "../element/looks";
import { Chart } from "./chart";
import { questionOf, readingOf, type Reading } from "./curves";

const HINTS: Readonly<Record<Measure, string>> = {
  none: "Choose what to measure.",
  line: "Drag over the image to draw the line; with Shift the image moves.",
  box: "Drag over the image to draw the box; with Shift the image moves.",
  radial: "",
  rocking: "Click a spot to follow it through the images around this one.",
};

export class MeasurePanel {
  readonly root: HTMLElement;
  private readonly hint = make("p", "fl-dv-hint");
  private readonly words = make("p", "fl-dv-words", { role: "status" });
  private readonly charts = [new Chart(), new Chart()] as const;
  private readonly latest = new Latest();
  private asked = "";

  constructor(
    private readonly desk: Desk,
    private readonly engine: () => Engine,
    buttons: Buttons,
  ) {
    this.root = make(
      "section",
      "fl-dv-section",
      { "aria-label": "Measure" },
      make("h2", "", {}, "Measure"),
      buttons.group("measures", true),
      this.hint,
      this.words,
      ...this.charts.map((chart) => chart.root),
    );
    this.show({ words: "", curves: [] });
  }

  /** Asks when something else is measured, or when another image (or its exact counts) came. */
  update(drawn: string): void {
    const { measured } = this.desk.looks;
    write(this.hint, HINTS[measured.kind]);
    const name = `${drawn} ${JSON.stringify(measured)}`;
    if (name === this.asked) return;
    this.asked = name;
    const question = questionOf(measured);
    if (!question) {
      this.show({ words: "", curves: [] });
      return;
    }
    this.latest.run(async () => {
      const answer = await this.engine().ask(question);
      const reading = readingOf(measured, answer);
      if (reading && name === this.asked) this.show(reading);
      else if (reading && this.desk.looks.measured.kind === measured.kind) this.show(reading);
    });
  }

  private show({ words, curves }: Reading): void {
    write(this.words, words);
    this.words.hidden = words === "";
    this.charts.forEach((chart, index) => {
      const curve = curves[index];
      chart.root.hidden = !curve;
      if (curve) chart.draw(curve);
    });
  }
}
