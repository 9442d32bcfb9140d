/** How counts become colours, by mouse and words; nothing here asks the server. */

import { COLOURS, type Threshold } from "../contract/worker";
import { choice, make, numberField, show } from "../controls/dom";
import type { Buttons } from "../controls/toolbar";
import type { Desk } from "../element/desk";
import { DISPERSION, FIXED, NO_THRESHOLD, SCALES, levelsOf } from "../element/looks";
import { HistogramPanel, rounded } from "./histogram";

const COLOUR_WORDS: Readonly<Record<string, string>> = {
  grey: "Grey",
  heat: "Heat",
  viridis: "Viridis",
  cividis: "Cividis",
  rainbow: "Rainbow",
};
const SCALE_WORDS: Readonly<Record<string, string>> = {
  linear: "Linear",
  sqrt: "Square root",
  log: "Logarithm",
};
const THRESHOLDS: Readonly<Record<Threshold["kind"], [string, Threshold]>> = {
  none: ["None", NO_THRESHOLD],
  fixed: ["Counts from", FIXED],
  dispersion: ["Dispersion", DISPERSION],
};
type Dispersion = typeof DISPERSION;
const DISPERSION_FIELDS: readonly [keyof Omit<Dispersion, "kind">, string, number, number][] = [
  ["sigma_background", "Above the spread, σ", 0.5, 0.5],
  ["sigma_strong", "Above the mean, σ", 0.5, 0.5],
  ["half_width_px", "Half width, px", 1, 1],
  ["counts_min", "Counts at least", 0, 1],
];

export class TonePanel {
  readonly root: HTMLElement;
  readonly histogram: HistogramPanel;
  private readonly low = numberField("Black", { min: 0, step: 0.1 });
  private readonly high = numberField("White", { min: 0, step: 0.1 });
  private readonly scale = choice(
    "Scale",
    SCALES.map((scale) => [scale, SCALE_WORDS[scale] ?? scale]),
  );
  private readonly colours = choice(
    "Colours",
    COLOURS.map((colours) => [colours, COLOUR_WORDS[colours] ?? colours]),
  );
  private readonly kind = choice(
    "Threshold",
    Object.entries(THRESHOLDS).map(([kind, [word]]) => [kind, word]),
  );
  private readonly counts = numberField("Counts", { min: 0, step: 1 });
  private readonly parameters = DISPERSION_FIELDS.map(
    ([name, word, min, step]) => [name, numberField(word, { min, step })] as const,
  );

  constructor(
    private readonly desk: Desk,
    buttons: Buttons,
  ) {
    this.histogram = new HistogramPanel((levels) => {
      desk.change({ levels });
    });
    this.colours.field.title = "Viridis and Cividis are read alike by people who do not tell red from green.";
    const levels = make("div", "fl-dv-pair", {}, this.low.row, this.high.row);
    const looks = make("div", "fl-dv-pair", {}, this.scale.row, this.colours.row);
    const fields = this.parameters.map(([, { row }]) => row);
    const threshold = make("div", "fl-dv-pair", {}, this.kind.row, this.counts.row, ...fields);
    this.root = make(
      "section",
      "fl-dv-section",
      { "aria-label": "Contrast and colours" },
      make("h2", "", {}, "Contrast and colours"),
      this.histogram.root,
      levels,
      looks,
      threshold,
      buttons.group("tone"),
    );
    this.listen();
  }

  private listen(): void {
    const { desk } = this;
    for (const { field } of [this.low, this.high]) {
      field.addEventListener("change", () => {
        const [low, high] = [Number(this.low.field.value), Number(this.high.field.value)];
        if (high > low) desk.change({ levels: [low, high] });
        else this.update();
      });
    }
    this.scale.field.addEventListener("change", () => {
      desk.change({ scale: SCALES.find((scale) => scale === this.scale.field.value) ?? "linear" });
    });
    this.colours.field.addEventListener("change", () => {
      desk.change({ colours: COLOURS.find((name) => name === this.colours.field.value) ?? "grey" });
    });
    this.kind.field.addEventListener("change", () => {
      desk.change({ threshold: THRESHOLDS[this.kind.field.value as Threshold["kind"]][1] });
    });
    this.counts.field.addEventListener("change", () => {
      desk.change({ threshold: { ...FIXED, counts: Number(this.counts.field.value) } });
    });
    for (const [name, { field }] of this.parameters) {
      field.addEventListener("change", () => {
        const { threshold } = desk.looks;
        const before = threshold.kind === "dispersion" ? threshold : DISPERSION;
        desk.change({ threshold: { ...before, [name]: Number(field.value) } });
      });
    }
  }

  update(): void {
    const { looks, white_counts } = this.desk;
    const [low, high] = levelsOf(looks, white_counts);
    this.histogram.setLevels([low, high]);
    show(this.low.field, String(rounded(low)));
    show(this.high.field, String(rounded(high)));
    show(this.scale.field, looks.scale);
    show(this.colours.field, looks.colours);
    show(this.kind.field, looks.threshold.kind);
    this.counts.row.hidden = looks.threshold.kind !== "fixed";
    if (looks.threshold.kind === "fixed") show(this.counts.field, String(looks.threshold.counts));
    for (const [name, { row, field }] of this.parameters) {
      row.hidden = looks.threshold.kind !== "dispersion";
      if (looks.threshold.kind === "dispersion") show(field, String(looks.threshold[name]));
    }
  }
}
