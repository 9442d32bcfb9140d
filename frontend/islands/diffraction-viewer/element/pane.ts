/** One picture: its worker, its canvas, what lies over it, and the hand on it. */

import type { FromWorker, Graphics, Lane, SourceSpec, View } from "../contract/worker";
import type { Which } from "../contract/source";
import type { Place } from "../geometry/detector";
import { make } from "../controls/dom";
import { Painter } from "../overlays/painter";
import type { Desk } from "./desk";
import type { Engine } from "./engine";
import { Layers } from "./layers";
import { which, type Measured } from "./looks";
import { Pacer, isSame } from "./pacer";
import { Pointers } from "./pointer";
import { PaneHand } from "./pane-hand";
import { tellDrawn } from "./telling";
import { kept, placeAt, viewOf, type Looking, type Size } from "./view";

export interface PaneHooks {
  heard(message: FromWorker): void;
  look(looking: Looking): void;
  hover(place: Place | null, pane: Pane): void;
  measure(measured: Measured): void;
}

export interface Start {
  source: SourceSpec;
  wasm_url: string;
  cache_bytes: number;
  graphics: Graphics;
}

/** More canvas than this is not drawn within a blink without a GPU. */
const CANVAS_MAX_PX = 3_000_000;

export class Pane {
  readonly root: HTMLElement;
  readonly picture = make("canvas", "fl-dv-image", { role: "img", "aria-label": "Detector image" });
  readonly pacer: Pacer;
  readonly painter: Painter;
  readonly layers: Layers;
  /** What stands on the canvas. */
  drawn: Which | null = null;
  lane: Lane | null = null;
  cursor: Place | null = null;
  size: Size = { width: 1, height: 1 };
  density = 1;
  private told: { which: Which; view: string; tone: string; isPlaying: boolean } | null = null;
  private asked: Which | null = null;
  private isStarted = false;
  private frame = 0;
  private readonly watch: ResizeObserver;

  constructor(
    readonly desk: Desk,
    readonly engine: Engine,
    readonly hooks: PaneHooks,
    /** Which image it shows of what the desk wants. */
    private readonly imageOf: () => number,
  ) {
    const over = make("canvas", "fl-dv-over", { "aria-hidden": "true" });
    this.root = make("div", "fl-dv-pane", {}, this.picture, over);
    this.painter = new Painter(over);
    this.layers = new Layers(this);
    this.pacer = new Pacer((wanted) => {
      this.ask(wanted);
    });
    engine.hear = (message) => {
      this.take(message);
    };
    new Pointers(this.root, new PaneHand(this));
    this.watch = new ResizeObserver(() => {
      this.measureSize();
    });
  }

  begin(start: Start): void {
    const canvas = this.picture.transferControlToOffscreen();
    this.engine.send({ kind: "start", canvas, ...start }, [canvas]);
    this.watch.observe(this.root);
    this.measureSize();
  }

  close(): void {
    this.watch.disconnect();
    cancelAnimationFrame(this.frame);
    this.pacer.stop();
    this.engine.close();
    this.root.remove();
  }

  get view(): View {
    const { manifest, looks } = this.desk;
    const shape = manifest?.shape ?? [1, 1];
    return viewOf(kept(looks.looking, shape, this.size), shape, this.size);
  }

  /** The image that it is to show. */
  get image(): number {
    return this.imageOf();
  }

  /** The place under a point of the page. */
  placeAt(x: number, y: number): Place {
    return placeAt(this.view, x * this.density, y * this.density);
  }

  /** Brings the picture to what the desk says; once before the next picture of the screen. */
  update(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.bring();
    });
  }

  private bring(): void {
    const { desk } = this;
    if (!desk.manifest || !this.isStarted) return;
    const { view, told } = this;
    const now = {
      which: which(desk.looks, this.image),
      view: JSON.stringify(view),
      tone: JSON.stringify(desk.tone),
      isPlaying: desk.isPlaying,
    };
    this.told = now;
    if (now.tone !== told?.tone) this.engine.send({ kind: "tone", tone: desk.tone });
    if (now.view !== told?.view) this.engine.send({ kind: "view", view });
    if (told?.isPlaying && !now.isPlaying) this.ask(now.which);
    else if (!told || !isSame(told.which, now.which)) this.pacer.want(now.which);
    this.layers.bring();
    this.paint(view);
  }

  private ask(wanted: Which): void {
    const direction = Math.sign(wanted.image - (this.asked?.image ?? wanted.image)) as -1 | 0 | 1;
    this.asked = wanted;
    this.engine.send({ kind: "show", which: wanted, direction, is_playing: this.desk.isPlaying });
  }

  private paint(view: View): void {
    const { manifest, looks, tone } = this.desk;
    if (!manifest) return;
    const { spots, predictions, counts, shadow } = this.layers;
    const { shown, measured } = looks;
    const { density, cursor } = this;
    const scene = {
      view,
      density,
      manifest,
      tone,
      shown,
      spots,
      predictions,
      counts,
      shadow,
      measured,
      cursor,
    };
    if (this.painter.paint(scene)) tellDrawn(this, "overlays", this.painter.took_ms);
  }

  private take(message: FromWorker): void {
    if (message.kind === "started") {
      this.isStarted = true;
      this.root.dataset.graphics = message.graphics;
      this.update();
    }
    if (message.kind === "drawn") {
      this.drawn = message.which;
      this.lane = message.lane;
      this.root.dataset.lane = message.lane;
      this.layers.drawn(message.which, message.lane);
      this.pacer.arrived(message.which);
      tellDrawn(this, "image", message.took_ms, message.reached_ms);
    }
    if (message.kind === "passed") this.pacer.arrived(message.which);
    if (message.kind === "redrawn") tellDrawn(this, "look", message.took_ms);
    this.hooks.heard(message);
  }

  /** Says in words what the picture is. */
  describe(): void {
    const { count, how } = this.desk.looks;
    const stack = count > 1 ? `${how} of ${count} images from ${this.image} on` : `image ${this.image}`;
    const label = `Detector ${stack}`;
    this.picture.setAttribute("aria-label", label);
  }

  private measureSize(): void {
    const { clientWidth, clientHeight } = this.root;
    if (!clientWidth || !clientHeight) return;
    const most = Math.sqrt(CANVAS_MAX_PX / (clientWidth * clientHeight));
    this.density = Math.max(1, Math.min(devicePixelRatio, most));
    this.size = {
      width: Math.round(clientWidth * this.density),
      height: Math.round(clientHeight * this.density),
    };
    this.update();
  }
}
