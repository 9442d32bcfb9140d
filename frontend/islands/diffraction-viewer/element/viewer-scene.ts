/** A viewer in a page, with an engine that answers as it was told: what the viewer's tests share. */

import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import cases from "../../../generated/geometry.json";
import type { Geometry, Manifest } from "../contract/manifest";
import { RecordedEngine } from "./recorded-engine";
import { DiffractionViewer } from "./viewer";

const MANIFEST: Manifest = {
  session: "mx1-1",
  run: 3,
  images: 20,
  ready: 10,
  is_collecting: true,
  shape: [1000, 800],
  dtype: "uint16",
  codec: "bslz4",
  gap_from: 65535,
  pool: 1,
  geometry: cases.detectors.flat.geometry as unknown as Geometry,
  sweep: { start_deg: 0, width_deg: 0.1 },
  crystal: null,
  processing: 0,
  root: "/img/",
  ticket: "",
  ticket_valid_s: 60,
};
export const engines: RecordedEngine[] = [];

class TestedViewer extends DiffractionViewer {
  override makeEngine(): RecordedEngine {
    const engine = new RecordedEngine(MANIFEST, {
      counts: { kind: "counts", counts: 42, is_exact: true },
      spots: { kind: "spots", places: Float32Array.of(500, 400, 90) },
    });
    engines.push(engine);
    return engine;
  }
}

export function setScene(): void {
  beforeAll(() => {
    customElements.define("diffraction-viewer", TestedViewer);
    HTMLCanvasElement.prototype.transferControlToOffscreen = () => ({}) as OffscreenCanvas;
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { get: () => 800 });
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { get: () => 500 });
  });

  beforeEach(() => {
    vi.useFakeTimers();
    engines.length = 0;
    history.replaceState(null, "", "/sessions/mx1-1/runs/3/images/2/?rings=1");
    const viewer = document.createElement("diffraction-viewer");
    viewer.innerHTML = `<p id="fallback">drawn by the server</p>`;
    const page = "/sessions/mx1-1/runs/3/images/{image}/";
    for (const [name, value] of Object.entries({ run: "3", image: "2", page, picture: "/first.webp" })) {
      viewer.setAttribute(name, value);
    }
    document.body.append(viewer);
  });

  afterEach(() => {
    document.body.replaceChildren();
    vi.useRealTimers();
  });
}

/** Time passes: pictures of the screen, answers, what waits to settle. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(400);
}

export function engine(): RecordedEngine {
  const first = engines[0];
  if (!first) throw new Error("no engine was made");
  return first;
}

export function shownImage(): number | undefined {
  return engine().last("show")?.which.image;
}

export function press(action: string): void {
  document.querySelector<HTMLButtonElement>(`[data-action="${action}"]`)?.click();
}

export async function drawn(): Promise<void> {
  await settle();
  const which = engine().last("show")?.which;
  if (which) engine().draw(which, "exact");
  await settle();
}
