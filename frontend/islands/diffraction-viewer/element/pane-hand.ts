/** What the hand on a picture does: it moves and zooms what is looked at, reads, and measures. */

import type { Place } from "../geometry/detector";
import { indexOfNearest } from "../overlays/marks";
import type { Measured } from "./looks";
import type { Pane } from "./pane";
import type { Point, PointerTarget } from "./pointer";
import { WHOLE, isOn, kept, lookingAt, moved, zoomedAt, type Looking, type Shape } from "./view";

/** A double click goes so much nearer, and back to the whole once pixels are this large on the page. */
const NEARER = 4;
const NEAR_PX = 8;
/** A click this near to a found spot means it. */
const SNAP_PX = 10;

export class PaneHand implements PointerTarget {
  constructor(private readonly pane: Pane) {}

  private get shape(): Shape {
    return this.pane.desk.manifest?.shape ?? [1, 1];
  }

  private get looking(): Looking {
    return kept(this.pane.desk.looks.looking, this.shape, this.pane.size);
  }

  isMeasuring(): boolean {
    return ["line", "box"].includes(this.pane.desk.looks.measured.kind);
  }

  move(x: number, y: number): void {
    const { density, size } = this.pane;
    this.pane.hooks.look(moved(this.looking, x * density, y * density, this.shape, size));
  }

  zoom(factor: number, [x, y]: Point): void {
    const { density, size } = this.pane;
    this.pane.hooks.look(zoomedAt(this.looking, factor, [x * density, y * density], this.shape, size));
  }

  hover(at: Point | null): void {
    const place = at && this.pane.placeAt(...at);
    this.pane.hooks.hover(place && isOn(this.shape, place) ? place : null, this.pane);
  }

  click(at: Point): void {
    this.hover(at);
    if (this.pane.desk.looks.measured.kind !== "rocking") return;
    const place = this.pane.placeAt(...at);
    if (isOn(this.shape, place)) this.pane.hooks.measure({ kind: "rocking", at: this.snapped(place) });
  }

  doubleClick(at: Point): void {
    const { view, density, size } = this.pane;
    const isNear = view.scale >= NEAR_PX * density;
    const place = this.pane.placeAt(...at);
    this.pane.hooks.look(isNear ? WHOLE : lookingAt(place, view.scale * NEARER, this.shape, size));
  }

  measure(from: Point, to: Point, isDone: boolean): void {
    const [a, b] = [this.pane.placeAt(...from), this.pane.placeAt(...to)];
    const { kind } = this.pane.desk.looks.measured;
    if (kind === "line") this.pane.hooks.measure({ kind, from: a, to: b });
    if (kind === "box") this.pane.hooks.measure(boxOf(a, b, this.shape));
    if (isDone) this.hover(to);
  }

  /** The middle of the spot that is meant, else the place itself. */
  private snapped(place: Place): Place {
    const { spots } = this.pane.layers;
    const reach_px = (SNAP_PX * this.pane.density) / this.pane.view.scale;
    const first = indexOfNearest(spots, place, Math.max(reach_px, 2));
    return first === undefined ? place : [spots[first] ?? place[0], spots[first + 1] ?? place[1]];
  }
}

/** Whole pixels between two corners, on the frame, at least one. */
export function boxOf(a: Place, b: Place, shape: Shape): Measured {
  const span = (one: number, other: number, all: number): readonly [number, number] => {
    const low = Math.min(Math.max(Math.floor(Math.min(one, other)), 0), all - 1);
    return [low, Math.min(Math.max(Math.ceil(Math.max(one, other)), low + 1), all)];
  };
  return { kind: "box", region: { rows: span(a[0], b[0], shape[0]), columns: span(a[1], b[1], shape[1]) } };
}
