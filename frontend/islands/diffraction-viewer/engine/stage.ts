// What stands on the canvas: the overview, tiles and exact counts of one image, whichever are there.
import type { Codec, Manifest } from "../contract/manifest";
import type { Which } from "../contract/source";
import type { Tone, View } from "../contract/worker";
import { ExactFrame } from "./exact-frame";
import { keyOf, type Chunk } from "./fetching";
import { KINDS, type Machine } from "./kernels";
import { levelsOf, type Levels } from "./levels";
import { Marks, type Part } from "./marks";
import { OverviewFrame } from "./overview-frame";
import type { Layer, LayerPainter } from "./painter";

const UINT32 = KINDS.uint32;
const STACK_GAP = 0xffffffff;

interface Tile {
  of: string;
  part: Part;
  frame: ExactFrame;
}

export class Stage {
  readonly overview: OverviewFrame;
  readonly exact: ExactFrame;
  view: View | null = null;
  tone: Tone | null = null;
  /** The image that the canvas stands for. */
  on: Which | null = null;
  private overviewOf = "";
  private exactOf = "";
  private tile: Tile | null = null;
  private mask = 0;
  private readonly marks: Marks;

  constructor(
    readonly machine: Machine,
    readonly manifest: Manifest,
    private readonly painter: LayerPainter,
  ) {
    const [rows, columns] = manifest.shape;
    this.overview = new OverviewFrame(machine, manifest);
    this.exact = new ExactFrame(machine, rows, columns);
    this.marks = new Marks(machine);
  }

  /** Whether the canvas has this image's overview, or its exact counts (all rows of them). */
  has(lane: "overview" | "exact", which: Which): boolean {
    const key = keyOf(which);
    if (this.on === null || keyOf(this.on) !== key) return false;
    return lane === "overview" ? this.overviewOf === key : this.exactOf === key && this.exact.isWhole;
  }

  get hasExact(): boolean {
    return this.on !== null && this.has("exact", this.on);
  }

  useMask(mask: number): void {
    this.mask = mask;
    this.overview.useMask(mask);
    this.exact.useMask(mask);
  }

  showOverview(which: Which, picture: Parameters<OverviewFrame["show"]>[0]): boolean {
    if (!this.overview.show(picture)) return false;
    this.overviewOf = keyOf(which);
    this.on = which;
    return true;
  }

  /** Begins with an exact frame whose bytes will come by `addExact`; the canvas changes with the first rows. */
  beginExact(which: Which, codec: Codec, sizeBytes: number): void {
    const is_stack = which.count > 1;
    const kind = is_stack ? UINT32 : KINDS[this.manifest.dtype];
    this.exactOf = keyOf(which);
    this.exact.begin(kind, is_stack ? STACK_GAP : this.manifest.gap_from, codec, sizeBytes);
  }

  addExact(bytes: Uint8Array, isUnpacked: boolean): void {
    this.exact.add(bytes, isUnpacked);
  }

  finishExact(which: Which): void {
    this.exact.finish();
    this.on = which;
  }

  showChunk(which: Which, chunk: Chunk): void {
    this.beginExact(which, chunk.codec, chunk.bytes.byteLength);
    this.addExact(chunk.bytes, false);
    this.finishExact(which);
  }

  /** Shows a stack of whole counts that lies in memory. */
  showStack(which: Which, at: number): void {
    this.exactOf = keyOf(which);
    this.exact.showCounts(at);
    this.on = which;
  }

  showTile(which: Which, part: Part, chunk: Chunk): void {
    this.tile?.frame.giveBack();
    this.tile = null;
    const { machine, manifest } = this;
    const frame = new ExactFrame(machine, part.rows[1] - part.rows[0], part.columns[1] - part.columns[0]);
    frame.begin(KINDS[manifest.dtype], manifest.gap_from, chunk.codec, chunk.bytes.byteLength);
    frame.add(chunk.bytes, false);
    this.tile = { of: keyOf(which), part, frame };
    frame.finish();
  }

  /** The tile of the image on the canvas, if there is one. */
  get tileHere(): Tile | null {
    return this.on && this.tile?.of === keyOf(this.on) ? this.tile : null;
  }

  /** Draws what there is. */
  draw(): void {
    const { view, tone, on } = this;
    if (!view || !tone || !on) return;
    const { threshold } = tone;
    const marks =
      threshold.kind === "dispersion" && this.hasExact
        ? this.marks.layerFor(this.exact, `${keyOf(on)}/${this.mask}`, view, threshold)
        : null;
    const is_marked = threshold.kind !== "dispersion" || marks !== null;
    this.painter.useTone(is_marked ? tone : { ...tone, threshold: { kind: "none" } });
    this.painter.draw(view, marks ? [marks] : this.layers(keyOf(on)));
  }

  /** Levels for contrast, always of pixels as coarse as the overview's, so that they do not jump between lanes. */
  levels(): Levels | null {
    if (!this.on) return null;
    const pyramid = this.hasExact ? this.exact.pyramid : this.overview.pyramid;
    return levelsOf(this.machine, pyramid.levelOfPitch(this.manifest.pool));
  }

  private layers(key: string): Layer[] {
    const layers: Layer[] = [];
    if (this.overviewOf === key && !this.hasExact)
      layers.push({ pyramid: this.overview.pyramid, origin: [0, 0] });
    const tile = this.tileHere;
    if (tile && !this.hasExact) {
      layers.push({ pyramid: tile.frame.pyramid, origin: [tile.part.rows[0], tile.part.columns[0]] });
    }
    if (this.exactOf === key) layers.push({ pyramid: this.exact.pyramid, origin: [0, 0] });
    return layers;
  }
}
