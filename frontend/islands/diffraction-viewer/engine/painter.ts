// Puts layers of counts onto the canvas, through one table of colours.
import type { Tone, View } from "../contract/worker";
import { packedColour } from "./colours";
import type { Machine } from "./kernels";
import type { Pyramid } from "./pyramid";
import { fillTable, TABLE_SIZE } from "./tone";

/** Something to draw, and where its corner lies on the detector (slow, fast). */
export interface Layer {
  pyramid: Pyramid;
  origin: readonly [number, number];
}

/** Puts layers onto a canvas; by this processor, or by a graphics card (`gl-painter.ts`). Both draw the same. */
export interface LayerPainter {
  useTone(tone: Tone): void;
  /** Draws the layers, the later over the earlier. */
  draw(view: View, layers: readonly Layer[]): void;
  /** Called when what was drawn was lost, and drawing is possible again. */
  whenBack?: () => void;
}

/** What is drawn on: the part of a canvas' 2D context that is used. */
export interface Screen {
  resize(width: number, height: number): void;
  put(picture: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): void;
}

const AROUND = packedColour([18, 21, 28]);
const AROUND_INVERTED = packedColour([236, 239, 244]);

/** What is beside the detector. */
export function aroundColour(isInverted: boolean): number {
  return isInverted ? AROUND_INVERTED : AROUND;
}

const PICTURE_MAX_PX = 16384;

export class Painter implements LayerPainter {
  private picture = 0;
  private pictureBytes = 0;
  private readonly table: number;
  private isInverted = false;
  private tableIs = "";

  constructor(
    private readonly machine: Machine,
    private readonly screen: Screen,
  ) {
    this.table = machine.heap.take(TABLE_SIZE * 4);
  }

  useTone(tone: Tone): void {
    const wanted = JSON.stringify(tone);
    if (wanted === this.tableIs) return;
    fillTable(tone, this.machine.heap.u32(this.table, TABLE_SIZE));
    this.isInverted = tone.is_inverted;
    this.tableIs = wanted;
  }

  draw(view: View, layers: readonly Layer[]): void {
    const { heap, kernels } = this.machine;
    const { width, height } = view;
    if (width < 1 || height < 1 || width > PICTURE_MAX_PX || height > PICTURE_MAX_PX) return;
    const bytes = width * height * 4;
    if (bytes > this.pictureBytes) {
      if (this.picture) heap.giveBack(this.picture);
      this.picture = heap.take(bytes);
      this.pictureBytes = bytes;
    }
    const around = aroundColour(this.isInverted);
    if (layers.length === 0) kernels.fill(this.picture, width * height, around);
    layers.forEach(({ pyramid, origin }, i) => {
      pyramid.draw(view, origin, this.table, this.picture, i === 0 ? around : null);
    });
    this.screen.resize(width, height);
    this.screen.put(new Uint8ClampedArray(heap.buffer, this.picture, bytes), width, height);
  }
}

/** A canvas as a screen. */
export function canvasScreen(canvas: OffscreenCanvas): Screen {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser cannot draw in a worker.");
  return {
    resize(width, height) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    },
    put(picture, width, height) {
      context.putImageData(new ImageData(picture, width, height), 0, 0);
    },
  };
}
