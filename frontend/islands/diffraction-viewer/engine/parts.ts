// What brings an image onto the canvas, put together by the session.
import type { FrameSource } from "../contract/source";
import type { FromWorker } from "../contract/worker";
import type { Fetching } from "./fetching";
import type { LineMeter } from "./meter";
import type { ReadPicture } from "./pictures";
import type { Stage } from "./stage";

export interface Parts {
  stage: Stage;
  fetching: Fetching;
  meter: LineMeter;
  readPicture: ReadPicture;
  say: (message: FromWorker) => void;
  /** Draws soon; calls back with what drawing took. */
  redraw: (then: (took_ms: number) => void) => void;
  source: FrameSource;
}
