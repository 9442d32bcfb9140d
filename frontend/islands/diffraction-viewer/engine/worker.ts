// The worker's script: connects a session to the browser. Nothing is drawn or decoded anywhere else.
import type { FromWorker, SourceSpec, ToWorker } from "../contract/worker";
import { pictureReader } from "./pictures";
import { graphicsFor } from "./graphics";
import { Session, type OpenSource } from "./session";
import { HttpSource } from "./sources/http";
import { MockSource } from "./sources/mock";
import { wordsOf } from "./words";

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
  close(): void;
}

const scope = self as unknown as WorkerScope;
const early: ToWorker[] = [];
let session: Session | null = null;
let has_begun = false;

function say(message: FromWorker): void {
  scope.postMessage(message);
}

function opener(spec: SourceSpec): OpenSource {
  if (spec.kind === "mock") return () => new MockSource(spec);
  return (meter, onManifest) => new HttpSource(spec.manifest_url, meter, onManifest);
}

async function begin(start: Extract<ToWorker, { kind: "start" }>): Promise<void> {
  const response = await fetch(start.wasm_url);
  if (!response.ok) throw new Error("A part of the viewer could not be loaded. Reload the page.");
  session = await Session.begin(opener(start.source), start.cache_bytes, {
    say,
    ...graphicsFor(start.canvas, start.graphics),
    readPicture: pictureReader(),
    whenDrawing: (draw) => {
      requestAnimationFrame(draw);
    },
    module: await response.arrayBuffer(),
  });
  for (const message of early.splice(0)) session.hear(message);
}

scope.onmessage = ({ data }) => {
  if (data.kind === "start" && !has_begun) {
    has_begun = true;
    begin(data).catch((error: unknown) => {
      say({ kind: "trouble", message: wordsOf(error), is_final: true });
    });
  } else if (session) session.hear(data);
  else early.push(data);
  if (data.kind === "stop") scope.close();
};
