/** What lies under the cursor, and how good the picture is. Counts are only ever the exact ones. */

import type { Answer, Lane } from "../contract/worker";
import { hklAt, midAngleDeg } from "../geometry/crystal";
import { resolutionAt, type Place } from "../geometry/detector";
import { indicesText } from "../overlays/marks";
import type { Desk } from "../element/desk";
import { Latest, type Engine } from "../element/engine";
import { make, write } from "./dom";

const LANES: Readonly<Record<Lane, string>> = { overview: "preview", tile: "exact here", exact: "exact" };
const LANE_HINTS: Readonly<Record<Lane, string>> = {
  overview:
    "A small picture: the largest count of each cell of pixels, packed with loss. Counts are not read from it.",
  tile: "The part that is seen has its exact counts; the rest comes when it is looked at.",
  exact: "Every pixel as the detector counted it.",
};
const NOTHING = "–";

/** A picture, as far as it is read from. */
export interface Pointed {
  engine: Engine;
  lane: Lane | null;
  /** The image that it shows. */
  image: number;
}

/** Speed of the line in words: `9.8 Mbit/s, 41 ms`. */
export function lineText(bits_per_s: number, latency_ms: number): string {
  const [value, unit] = bits_per_s >= 1e9 ? [bits_per_s / 1e9, "Gbit/s"] : [bits_per_s / 1e6, "Mbit/s"];
  return `${Number(value.toPrecision(2))} ${unit}, ${Math.round(latency_ms)} ms`;
}

export function countsText(answer: Answer): string {
  if (answer.kind !== "counts" || !answer.is_exact) return NOTHING;
  return Number.isNaN(answer.counts) ? "no value" : String(answer.counts);
}

export function resolutionText(resolution_angstrom: number): string {
  if (Number.isNaN(resolution_angstrom)) return NOTHING;
  if (!Number.isFinite(resolution_angstrom)) return "beam";
  return `${resolution_angstrom.toFixed(resolution_angstrom < 10 ? 3 : 2)} Å`;
}

export class Readout {
  readonly root: HTMLElement;
  readonly badge = make("span", "fl-dv-badge", { hidden: "" });
  private readonly values = new Map<string, HTMLElement>();
  private readonly line = make("span", "fl-dv-line");
  private readonly latest = new Latest();
  private place: Place | null = null;
  /** The picture that is pointed at. */
  private pane: Pointed | null = null;

  constructor(private readonly desk: Desk) {
    const list = make("dl", "fl-dv-values");
    for (const word of ["x", "y", "Counts", "Resolution", "hkl"]) {
      const value = make("dd", "", {}, NOTHING);
      this.values.set(word, value);
      list.append(make("div", "", { "data-value": word }, make("dt", "", {}, word), value));
    }
    this.root = make("div", "fl-dv-readout", {}, this.badge, list, this.line);
  }

  /** The cursor is elsewhere on a picture, or nowhere. */
  at(place: Place | null, pane: Pointed): void {
    this.place = place;
    this.pane = pane;
    this.set("x", place ? place[1].toFixed(1) : NOTHING);
    this.set("y", place ? place[0].toFixed(1) : NOTHING);
    this.set("Resolution", place ? this.resolution(place) : NOTHING);
    this.set("hkl", place ? this.indices(place) : NOTHING);
    this.readCounts();
  }

  /** The picture is another, or better. */
  update(): void {
    const { lane, line, manifest, reached_ms } = this.desk;
    this.badge.hidden = lane === null;
    if (lane) {
      this.badge.dataset.lane = lane;
      write(this.badge, LANES[lane]);
      this.badge.title = `${LANE_HINTS[lane]}${Number.isFinite(reached_ms) ? ` It came in ${Math.round(reached_ms)} ms.` : ""}`;
    }
    write(this.line, line && line.bits_per_s > 0 ? lineText(line.bits_per_s, line.latency_ms) : "");
    this.row("hkl").hidden = !manifest?.crystal;
    this.row("Resolution").hidden = !manifest?.geometry;
  }

  readCounts(): void {
    const { place, pane } = this;
    if (!place || !pane?.lane || pane.lane === "overview") {
      this.set("Counts", NOTHING);
      return;
    }
    this.latest.run(async () => {
      const answer = await pane.engine.ask({ kind: "counts", slow: place[0], fast: place[1] });
      if (this.place === place) this.set("Counts", countsText(answer));
    });
  }

  private resolution(place: Place): string {
    const geometry = this.desk.manifest?.geometry;
    return geometry ? resolutionText(resolutionAt(geometry, place)) : NOTHING;
  }

  private indices(place: Place): string {
    const { manifest, looks } = this.desk;
    if (!manifest?.crystal || !manifest.geometry || !manifest.sweep) return NOTHING;
    const angle = midAngleDeg(manifest.sweep, (this.pane?.image ?? looks.image) + (looks.count - 1) / 2);
    const hkl = hklAt(manifest.crystal, manifest.geometry, angle, place);
    return hkl ? indicesText(hkl, 1) : NOTHING;
  }

  private row(word: string): HTMLElement {
    return this.values.get(word)?.parentElement ?? this.root;
  }

  private set(word: string, text: string): void {
    const value = this.values.get(word);
    if (value) write(value, text);
  }
}
