/** The worker that owns the pixels, as the page speaks to it. */

import type { Answer, FromWorker, Question, ToWorker } from "../contract/worker";

export interface Engine {
  /** Called with all that the worker says, but for answers. */
  hear: (message: FromWorker) => void;
  send(message: ToWorker, transfer?: Transferable[]): void;
  /** An answer; `none` with a reason when there is none, or when the engine was closed. */
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/** What `Worker` is, as far as it is used here. */
export interface Wire {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
}

const CLOSED: Answer = { kind: "none", reason: "The viewer was closed." };
/** A worker that was told to stop lets go of its files; then it is ended. */
const STOPPING_MS = 500;

export class WorkerEngine implements Engine {
  hear: (message: FromWorker) => void = () => undefined;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private asked = 0;

  constructor(private readonly wire: Wire) {
    wire.onmessage = ({ data }) => {
      this.take(data);
    };
    wire.onerror = (event) => {
      const reason = event.message || "its script did not load";
      this.hear({ kind: "trouble", message: `The viewer does not start: ${reason}.`, is_final: true });
    };
  }

  send(message: ToWorker, transfer: Transferable[] = []): void {
    this.wire.postMessage(message, transfer);
  }

  ask(question: Question): Promise<Answer> {
    const id = ++this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ kind: "ask", id, question });
    });
  }

  close(): void {
    this.send({ kind: "stop" });
    for (const resolve of this.waiting.values()) resolve(CLOSED);
    this.waiting.clear();
    setTimeout(() => {
      this.wire.terminate();
    }, STOPPING_MS);
  }

  private take(message: FromWorker): void {
    if (message.kind !== "answer") {
      this.hear(message);
      return;
    }
    this.waiting.get(message.id)?.(message.answer);
    this.waiting.delete(message.id);
  }
}

/** Asks one question at a time: of those that come meanwhile, only the newest is asked next. */
export class Latest {
  private isBusy = false;
  private next: (() => Promise<void>) | null = null;

  run(call: () => Promise<void>): void {
    if (this.isBusy) {
      this.next = call;
      return;
    }
    this.isBusy = true;
    void call().finally(() => {
      this.isBusy = false;
      const following = this.next;
      this.next = null;
      if (following) this.run(following);
    });
  }
}
