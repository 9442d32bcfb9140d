/** Which image was taken in which cell, and where cells lie in the crystal's picture. Pure; as `science/scans.py`. */

export interface Grid {
  rows: number;
  columns: number;
  stepX_um: number;
  stepY_um: number;
  isSnaked: boolean;
}

/** Row 0 on top, column 0 on the left. */
export interface Cell {
  row: number;
  column: number;
}

export interface PictureScale {
  size_px: readonly [number, number];
  /** Where the beam goes through, from the upper left corner. */
  beam_px: readonly [number, number];
  micronsPerPx: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Images count from 1. */
export function cellOfImage(grid: Grid, image: number): Cell {
  const row = Math.floor((image - 1) / grid.columns);
  const along = (image - 1) % grid.columns;
  return { row, column: grid.isSnaked && row % 2 ? grid.columns - 1 - along : along };
}

export function imageOfCell(grid: Grid, { row, column }: Cell): number {
  const along = grid.isSnaked && row % 2 ? grid.columns - 1 - column : column;
  return row * grid.columns + along + 1;
}

/** Where the whole grid lies in the picture: its middle is where the beam was. */
export function gridBox(grid: Grid, scale: PictureScale): Box {
  const width = (grid.columns * grid.stepX_um) / scale.micronsPerPx;
  const height = (grid.rows * grid.stepY_um) / scale.micronsPerPx;
  return { x: scale.beam_px[0] - width / 2, y: scale.beam_px[1] - height / 2, width, height };
}

export function cellBox(grid: Grid, scale: PictureScale, { row, column }: Cell): Box {
  const whole = gridBox(grid, scale);
  const width = whole.width / grid.columns;
  const height = whole.height / grid.rows;
  return { x: whole.x + column * width, y: whole.y + row * height, width, height };
}

/** The cell at a point of the picture; null outside the grid. */
export function cellAt(grid: Grid, scale: PictureScale, x: number, y: number): Cell | null {
  const whole = gridBox(grid, scale);
  const column = Math.floor(((x - whole.x) / whole.width) * grid.columns);
  const row = Math.floor(((y - whole.y) / whole.height) * grid.rows);
  const isInside = row >= 0 && column >= 0 && row < grid.rows && column < grid.columns;
  return isInside ? { row, column } : null;
}

/** The part of the picture that is worth seeing: the grid with some of its surroundings, within the picture. */
export function viewBox(grid: Grid, scale: PictureScale): Box {
  const whole = gridBox(grid, scale);
  const margin = Math.max(24, 0.25 * Math.max(whole.width, whole.height));
  const x = Math.max(0, whole.x - margin);
  const y = Math.max(0, whole.y - margin);
  const right = Math.min(scale.size_px[0], whole.x + whole.width + margin);
  const bottom = Math.min(scale.size_px[1], whole.y + whole.height + margin);
  return { x, y, width: Math.max(right - x, 1), height: Math.max(bottom - y, 1) };
}

/** A picture that there is not: the grid on its own, ten pixels the smaller step. */
export function scaleWithoutPicture(grid: Grid): PictureScale {
  const micronsPerPx = Math.min(grid.stepX_um, grid.stepY_um) / 20;
  const width = (grid.columns * grid.stepX_um) / micronsPerPx;
  const height = (grid.rows * grid.stepY_um) / micronsPerPx;
  return { size_px: [width, height], beam_px: [width / 2, height / 2], micronsPerPx };
}
