// One viewer's work, from the page's first message to its last; `worker.ts` connects it to the browser.
import type { Manifest } from "../contract/manifest";
import type { FrameSource } from "../contract/source";
import type { FromWorker, ToWorker } from "../contract/worker";
import { Answers } from "./answers";
import { Fetching, gathered, isAbort } from "./fetching";
import { startMachine, type Machine } from "./kernels";
import { LineMeter } from "./meter";
import type { ReadPicture } from "./pictures";
import type { LayerPainter } from "./painter";
import { unpackPlain } from "./plain";
import { Stage } from "./stage";
import { Steering } from "./steering";
import { wordsOf } from "./words";

/** Opens where images come from; the meter is told of bytes, and `onManifest` of each manifest after the first. */
export type OpenSource = (meter: LineMeter, onManifest: (manifest: Manifest) => void) => FrameSource;

/** What a browser, or a test, gives. */
export interface Surroundings {
  say: (message: FromWorker) => void;
  painterOf: (machine: Machine) => LayerPainter;
  /** Who draws. */
  graphics: "cpu" | "gpu";
  readPicture: ReadPicture;
  /** Calls back when it is time to draw. */
  whenDrawing: (draw: () => void) => void;
  /** The compiled kernels. */
  module: BufferSource;
}

/** Bytes of a packed frame for each pixel, as long as none has been seen. */
const EXPECTED_BYTES_A_PIXEL = 0.3;

export class Session {
  private constructor(
    private readonly stage: Stage,
    private readonly steering: Steering,
    private readonly answers: Answers,
    private readonly manifest: Manifest,
    private readonly around: Surroundings,
    private readonly redraw: () => void,
  ) {}

  static async begin(open: OpenSource, cacheBytes: number, around: Surroundings): Promise<Session> {
    const { say } = around;
    const meter = new LineMeter();
    const source = open(meter, (renewed) => {
      // A run's frames keep their shape; what else is known of them may have changed.
      Object.assign(manifest, renewed);
      say({ kind: "manifest", manifest: renewed });
    });
    const { signal } = new AbortController();
    const [machine, manifest] = await Promise.all([startMachine(around.module), source.manifest(signal)]);
    const painter = around.painterOf(machine);
    const stage = new Stage(machine, manifest, painter);
    const pixels = manifest.shape[0] * manifest.shape[1];
    const fetching = new Fetching(source, cacheBytes, pixels * EXPECTED_BYTES_A_PIXEL);
    const redraw = drawing(stage, around);
    const steering = new Steering({
      stage,
      fetching,
      meter,
      source,
      say,
      redraw,
      readPicture: around.readPicture,
    });
    const session = new Session(stage, steering, new Answers(stage, source), manifest, around, () => {
      redraw((took_ms) => {
        if (stage.on) say({ kind: "redrawn", took_ms });
      });
    });
    painter.whenBack = session.redraw;
    say({ kind: "started", manifest, graphics: around.graphics });
    void session.bringMask(source);
    return session;
  }

  hear(message: ToWorker): void {
    switch (message.kind) {
      case "show":
        this.steering.show(message.which, message.direction, message.is_playing);
        break;
      case "view":
        this.stage.view = message.view;
        this.redraw();
        this.steering.viewChanged();
        break;
      case "tone":
        this.stage.tone = message.tone;
        this.redraw();
        break;
      case "ready":
        this.manifest.ready = message.images;
        this.manifest.is_collecting = message.is_collecting;
        break;
      case "ask":
        void this.answer(message.id, message.question);
        break;
      case "stop":
        this.steering.stop();
        break;
      case "start":
        break;
    }
  }

  private async answer(id: number, question: Extract<ToWorker, { kind: "ask" }>["question"]): Promise<void> {
    try {
      this.around.say({ kind: "answer", id, answer: await this.answers.to(question) });
    } catch (error) {
      this.around.say({ kind: "answer", id, answer: { kind: "none", reason: wordsOf(error) } });
    }
  }

  /** The mask comes once; until then gaps are known by their counts alone. */
  private async bringMask(source: FrameSource): Promise<void> {
    try {
      const packed = await source.mask(new AbortController().signal);
      const chunk = { codec: packed.codec, bytes: await gathered(packed) };
      const [rows, columns] = this.manifest.shape;
      this.stage.useMask(unpackPlain(this.stage.machine, chunk, 1, rows * columns));
      this.redraw();
    } catch (error) {
      if (!isAbort(error)) this.around.say({ kind: "trouble", message: wordsOf(error), is_final: false });
    }
  }
}

/** Draws once for all who asked since it was last time to draw. */
function drawing(stage: Stage, around: Surroundings): (then: (took_ms: number) => void) => void {
  let waiting: ((took_ms: number) => void)[] = [];
  return (then) => {
    waiting.push(then);
    if (waiting.length > 1) return;
    around.whenDrawing(() => {
      const [called, started] = [waiting, performance.now()];
      waiting = [];
      stage.draw();
      const took_ms = performance.now() - started;
      for (const one of called) one(took_ms);
    });
  };
}
