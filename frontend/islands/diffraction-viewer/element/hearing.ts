/** What the first picture's worker says, brought to the desk and to the parts. */

import type { Manifest } from "../contract/manifest";
import type { FromWorker } from "../contract/worker";
import { Latest } from "./engine";
import { within } from "./looks";
import type { Parts } from "./parts";
import type { Room } from "./room";

/** What a run may lack, with the words for it. */
function missing({ geometry, sweep, crystal, processing }: Manifest): [string, string][] {
  const noGeometry = "The files do not say where the detector stood.";
  const found: [string, string][] = [];
  if (!geometry) for (const action of ["rings", "ice", "beam", "radial"]) found.push([action, noGeometry]);
  if (!processing) found.push(["predictions", "No processing of this run has predicted spots yet."]);
  if (!sweep && !crystal) found.push(["rocking", "The crystal did not turn."]);
  return found;
}

export class Hearing {
  private readonly histograms = new Latest();
  /** Names what stands on the canvas, so that measures are taken again when it is another. */
  drawing = "";
  private drawings = 0;
  private hasDrawn = false;

  constructor(
    private readonly room: Room,
    private readonly parts: Parts,
    private readonly drawn: () => void,
    private readonly fail: (message: string) => void,
  ) {}

  hear(message: FromWorker): void {
    const { desk, levels } = this.room;
    switch (message.kind) {
      case "started":
        this.start(message.manifest);
        break;
      case "manifest":
        desk.manifest = message.manifest;
        desk.tell();
        break;
      case "drawn":
        this.show(message);
        break;
      case "levels":
        levels.take(message);
        break;
      case "line":
        desk.line = message;
        this.parts.readout.update();
        break;
      case "progress":
        this.room.layout.progress.style.width = message.part < 1 ? `${100 * message.part}%` : "0";
        break;
      case "trouble":
        if (message.is_final) this.fail(message.message);
        else this.room.say(message.message);
        break;
      case "answer":
      case "redrawn":
        break;
    }
  }

  private start(manifest: Manifest): void {
    const { desk } = this.room;
    desk.manifest = manifest;
    for (const [action, reason] of missing(manifest)) this.parts.buttons.disable(action, reason);
    const { looks } = desk;
    const count = Math.min(looks.count, manifest.ready);
    const image = looks.follows ? manifest.ready - count + 1 : looks.image;
    desk.change({ count, image: within(image, manifest.ready - count + 1) });
  }

  private show(message: Extract<FromWorker, { kind: "drawn" }>): void {
    const { desk } = this.room;
    const isNewLane = desk.lane !== message.lane;
    desk.lane = message.lane;
    desk.reached_ms = message.reached_ms;
    if (!this.hasDrawn) this.drawn();
    this.hasDrawn = true;
    this.room.layout.progress.style.width = "0";
    // A view or a tone that is drawn anew changes nothing that is measured.
    const name = `${JSON.stringify(message.which)} ${message.lane === "overview" ? "" : "exact"}`;
    if (name === this.drawing.split("#")[0] && message.lane !== "tile") {
      if (isNewLane) desk.tell();
      return;
    }
    this.drawing = `${name}#${++this.drawings}`;
    this.parts.readout.update();
    this.parts.readout.readCounts();
    desk.tell();
    if (desk.isPanelOpen && !desk.isPlaying) this.askHistogram();
  }

  askHistogram(): void {
    this.histograms.run(async () => {
      const answer = await this.room.pane.engine.ask({ kind: "histogram" });
      if (answer.kind === "histogram") this.parts.tone.histogram.setHistogram(answer);
    });
  }
}
