/** What the worker knows of the image on the canvas: spots, predictions, and counts of the pixels that are seen. */

import type { Lane, Question } from "../contract/worker";
import type { Which } from "../contract/source";
import { beamCentrePx } from "../geometry/detector";
import { countedRegion } from "../overlays/counts";
import { NO_PLACES, type Counts } from "../overlays/scene";
import { Latest } from "./engine";
import type { Pane } from "./pane";

type Kind = "spots" | "predictions";

export class Layers {
  spots = NO_PLACES;
  predictions = NO_PLACES;
  counts: Counts | null = null;
  /** The outline of the beam stop's shadow; of no length where none is seen, null where nobody looked yet. */
  shadow: Float32Array | null = null;
  private image = "";
  private hasCounts = false;
  private readonly asked: Record<Kind | "counts" | "shadow", string> = {
    spots: "",
    predictions: "",
    counts: "",
    shadow: "",
  };
  private readonly calls = {
    spots: new Latest(),
    predictions: new Latest(),
    counts: new Latest(),
    shadow: new Latest(),
  };

  constructor(private readonly pane: Pane) {}

  /** An image stands there, or more of it: what belongs to another goes. */
  drawn(which: Which, lane: Lane): void {
    const image = `${which.image} ${which.count} ${which.how}`;
    if (image !== this.image) {
      this.spots = this.predictions = NO_PLACES;
      this.counts = this.shadow = null;
      this.hasCounts = false;
    }
    this.image = image;
    if (lane !== "overview") {
      this.hasCounts = true;
      this.asked.counts = "";
    }
    this.pane.update();
  }

  /** Asks for what is wanted and not there yet. */
  bring(): void {
    const { shown, measured } = this.pane.desk.looks;
    if (!this.image) return;
    if (shown.includes("spots") || measured.kind === "rocking") this.places("spots");
    if (shown.includes("predictions")) this.places("predictions");
    if (shown.includes("beam")) this.stop();
    this.pixels();
  }

  private stop(): void {
    const { image } = this;
    const geometry = this.pane.desk.manifest?.geometry;
    const beam = geometry && beamCentrePx(geometry);
    if (!beam || !this.hasCounts || this.pane.lane !== "exact" || this.asked.shadow === image) return;
    this.asked.shadow = image;
    this.calls.shadow.run(async () => {
      const answer = await this.pane.engine.ask({ kind: "shadow", slow: beam[0], fast: beam[1] });
      if (image !== this.image) return;
      this.shadow = answer.kind === "shadow" ? answer.edges : new Float32Array(0);
      this.pane.update();
    });
  }

  private places(kind: Kind): void {
    const { image } = this;
    if (this.asked[kind] === image) return;
    this.asked[kind] = image;
    this.calls[kind].run(async () => {
      const answer = await this.pane.engine.ask({ kind });
      if (answer.kind !== kind || image !== this.image) return;
      this[kind] = answer.places;
      this.pane.desk.tell();
    });
  }

  private pixels(): void {
    const { manifest } = this.pane.desk;
    const region = manifest && countedRegion(this.pane.view, manifest.shape, this.pane.density);
    if (!region || !this.hasCounts) {
      this.counts = null;
      return;
    }
    const question: Question = { kind: "region", region };
    const name = `${this.image} ${JSON.stringify(region)}`;
    if (this.asked.counts === name) return;
    this.asked.counts = name;
    this.calls.counts.run(async () => {
      const { image } = this;
      const answer = await this.pane.engine.ask(question);
      if (answer.kind !== "region" || image !== this.image) return;
      this.counts = answer;
      this.pane.update();
    });
  }
}
