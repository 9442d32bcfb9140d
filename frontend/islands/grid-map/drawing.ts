/** Draws a grid over the crystal's picture, cell by cell, where each cell really was. */

import { cellBox, cellOfImage, gridBox, viewBox, type Cell, type Grid, type PictureScale } from "./cells";
import { colourOf, rangeOf, standing, type Range } from "./colours";

export interface Drawing {
  grid: Grid;
  scale: PictureScale;
  picture: HTMLImageElement | null;
  /** Values by image, from 1; null where an image says nothing. */
  values: ReadonlyMap<number, number | null>;
  isInverse: boolean;
  chosen: Cell | null;
}

const COVER = 0.72;

export function draw(canvas: HTMLCanvasElement, drawing: Drawing): Range | null {
  const view = viewBox(drawing.grid, drawing.scale);
  const width = canvas.clientWidth || 320;
  const zoom = (width * devicePixelRatio) / view.width;
  canvas.width = Math.round(view.width * zoom);
  canvas.height = Math.round(view.height * zoom);
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.scale(zoom, zoom);
  pen.translate(-view.x, -view.y);
  if (drawing.picture?.complete && drawing.picture.naturalWidth > 0) {
    pen.drawImage(drawing.picture, 0, 0, ...drawing.scale.size_px);
  }
  const range = rangeOf([...drawing.values.values()]);
  if (range) drawCells(pen, drawing, range);
  drawFrame(pen, drawing, zoom);
  return range;
}

function drawCells(pen: CanvasRenderingContext2D, drawing: Drawing, range: Range): void {
  for (const [image, value] of drawing.values) {
    if (value === null) continue;
    const { x, y, width, height } = cellBox(drawing.grid, drawing.scale, cellOfImage(drawing.grid, image));
    const place = standing(value, range, drawing.isInverse);
    pen.globalAlpha = COVER * (0.35 + 0.65 * place);
    pen.fillStyle = colourOf(place);
    pen.fillRect(x, y, width, height);
  }
  pen.globalAlpha = 1;
}

function drawFrame(pen: CanvasRenderingContext2D, { grid, scale, chosen }: Drawing, zoom: number): void {
  const whole = gridBox(grid, scale);
  pen.lineWidth = (1.5 * devicePixelRatio) / zoom;
  pen.strokeStyle = "#0b1119";
  pen.strokeRect(whole.x, whole.y, whole.width, whole.height);
  if (!chosen) return;
  const box = cellBox(grid, scale, chosen);
  pen.lineWidth = (5 * devicePixelRatio) / zoom;
  pen.strokeStyle = "#ffffff";
  pen.strokeRect(box.x, box.y, box.width, box.height);
  pen.lineWidth = (2 * devicePixelRatio) / zoom;
  pen.strokeStyle = "#c81e3a";
  pen.strokeRect(box.x, box.y, box.width, box.height);
}
