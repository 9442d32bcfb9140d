/** Rings, ice rings, panels and the beam: lines in the frame's pixels, kept as paths while the geometry stays. */

import type { Geometry } from "../contract/manifest";
import { beamCentrePx, type Place } from "../geometry/detector";
import { ICE_ANGSTROM, chosenResolutions, ringPoints, type Window } from "../geometry/rings";
import { windowOf } from "../element/view";
import type { Inks } from "./inks";
import type { Scene } from "./scene";

type Context = CanvasRenderingContext2D;

interface Line {
  pieces: Place[][];
  path: Path2D;
}

/** Points of a ring while the whole is seen, and near by, where corners would show. */
const [COARSE, FINE] = [360, 2880];
const FINE_FROM_SCALE = 1.5;
/** Broken lines have so many dashes around. Dashes by the canvas itself cost many times more. */
const DASHES = 120;

const LINE_PX = 1.4;
const LABEL_PX = 12;
/** Labels keep off the canvas's edge by this part of it. */
const MARGIN = 0.04;

export class Rings {
  private readonly known = new Map<string, Line>();

  constructor(readonly geometry: Geometry) {}

  line(resolution_angstrom: number, scale: number, isBroken = false): Line {
    const points = scale < FINE_FROM_SCALE ? COARSE : FINE;
    const name = `${resolution_angstrom} ${points} ${isBroken}`;
    const known = this.known.get(name);
    if (known) return known;
    const pieces = ringPoints(resolution_angstrom, this.geometry, points);
    const line = { pieces, path: pathOf(pieces, isBroken ? points / DASHES : Infinity) };
    this.known.set(name, line);
    return line;
  }
}

/** One line through all pieces; of every `each` segments, the last third is left out. */
function pathOf(pieces: readonly Place[][], each: number): Path2D {
  const path = new Path2D();
  for (const piece of pieces) {
    piece.forEach(([slow, fast], index) => {
      const isLeftOut = Number.isFinite(each) && index % each >= (2 * each) / 3;
      if (index === 0 || isLeftOut) path.moveTo(fast, slow);
      else path.lineTo(fast, slow);
    });
  }
  return path;
}

/** Puts the canvas into the frame's pixels; lines stay as thick as they are on the page. */
export function inFrame(context: Context, scene: Scene, draw: () => void): void {
  const { scale, slow_px, fast_px } = scene.view;
  context.save();
  context.setTransform(scale, 0, 0, scale, -fast_px * scale, -slow_px * scale);
  context.lineWidth = (LINE_PX * scene.density) / scale;
  draw();
  context.restore();
}

/** Gives the resolutions that were drawn. */
export function drawRings(context: Context, scene: Scene, rings: Rings, inks: Inks): readonly number[] {
  const window = windowOf(scene.view, scene.manifest.shape);
  const chosen = chosenResolutions(rings.geometry, window);
  drawFamily(
    context,
    scene,
    chosen.map((value) => rings.line(value, scene.view.scale).path),
    inks.ring,
  );
  for (const value of chosen)
    label(context, scene, window, rings.line(value, scene.view.scale), `${value} Å`, inks.ring, inks.halo);
  return chosen;
}

export function drawIce(context: Context, scene: Scene, rings: Rings, inks: Inks): void {
  const paths = ICE_ANGSTROM.map((value) => rings.line(value, scene.view.scale, true).path);
  drawFamily(context, scene, paths, inks.ice);
}

function drawFamily(context: Context, scene: Scene, paths: readonly Path2D[], ink: string): void {
  inFrame(context, scene, () => {
    const [rows, columns] = scene.manifest.shape;
    context.beginPath();
    context.rect(0, 0, columns, rows);
    context.clip();
    context.strokeStyle = ink;
    for (const path of paths) context.stroke(path);
  });
}

function label(
  context: Context,
  scene: Scene,
  window: Window,
  line: Line,
  text: string,
  ink: string,
  halo: string,
): void {
  const place = labelPlace(line.pieces, window);
  if (!place) return;
  const x = (place[1] - scene.view.fast_px) * scene.view.scale;
  const y = (place[0] - scene.view.slow_px) * scene.view.scale;
  context.font = `600 ${LABEL_PX * scene.density}px Inter Variable, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4 * scene.density;
  context.lineJoin = "round";
  context.strokeStyle = halo;
  context.fillStyle = ink;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** The highest point of a ring that is seen, a little off the edges. */
export function labelPlace(pieces: readonly Place[][], window: Window): Place | undefined {
  const [top, left] = [window.slow_px + MARGIN * window.rows, window.fast_px + MARGIN * window.columns];
  const right = window.fast_px + (1 - MARGIN) * window.columns;
  let best: Place | undefined;
  for (const place of pieces.flat()) {
    const [slow, fast] = place;
    if (slow < top || slow > window.slow_px + window.rows || fast < left || fast > right) continue;
    if (!best || slow < best[0]) best = place;
  }
  return best;
}

export function drawPanels(context: Context, scene: Scene, geometry: Geometry, inks: Inks): void {
  inFrame(context, scene, () => {
    context.strokeStyle = inks.panel;
    context.lineWidth *= 0.6;
    for (const { at_px, shape } of geometry.panels)
      context.strokeRect(at_px[1], at_px[0], shape[1], shape[0]);
  });
}

/** A cross where the beam meets the detector, with the image's axes. */
export function drawBeam(context: Context, scene: Scene, geometry: Geometry, inks: Inks): void {
  const centre = beamCentrePx(geometry);
  if (!centre) return;
  const { view, density } = scene;
  const x = (centre[1] - view.fast_px) * view.scale;
  const y = (centre[0] - view.slow_px) * view.scale;
  const [gap, arm] = [4 * density, 18 * density];
  context.strokeStyle = context.fillStyle = inks.beam;
  context.lineWidth = 1.75 * density;
  context.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * gap, y + dy * gap);
    context.lineTo(x + dx * arm, y + dy * arm);
  }
  context.moveTo(x + 9 * density, y);
  context.arc(x, y, 9 * density, 0, 2 * Math.PI);
  context.stroke();
  context.font = `${11 * density}px Inter Variable, sans-serif`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText("x", x + arm + 4 * density, y);
  context.fillText("y", x - 3 * density, y + arm + 9 * density);
}
