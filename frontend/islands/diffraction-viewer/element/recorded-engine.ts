/** An engine without a worker: answers as it was told to, for tests of what stands around it. */

import type { Manifest } from "../contract/manifest";
import type { Which } from "../contract/source";
import type { Answer, FromWorker, Lane, Question, ToWorker } from "../contract/worker";
import type { Engine } from "./engine";

export class RecordedEngine implements Engine {
  hear: (message: FromWorker) => void = () => undefined;
  readonly sent: ToWorker[] = [];
  readonly asked: Question[] = [];
  isClosed = false;

  constructor(
    private readonly manifest: Manifest,
    private readonly answers: Partial<Record<Question["kind"], Answer>> = {},
  ) {}

  send(message: ToWorker): void {
    this.sent.push(message);
    if (message.kind === "start")
      queueMicrotask(() => {
        this.hear({ kind: "started", graphics: "cpu", manifest: this.manifest });
      });
  }

  ask(question: Question): Promise<Answer> {
    this.asked.push(question);
    return Promise.resolve(this.answers[question.kind] ?? { kind: "none", reason: "Not recorded." });
  }

  close(): void {
    this.isClosed = true;
  }

  draw(which: Which, lane: Lane): void {
    this.hear({ kind: "levels", which, p50: 1, p99: 20, p999: 60, max: 900 });
    this.hear({ kind: "drawn", which, lane, took_ms: 2, reached_ms: 90 });
  }

  /** The newest message of a kind. */
  last<K extends ToWorker["kind"]>(kind: K): Extract<ToWorker, { kind: K }> | undefined {
    const found = this.sent.filter(
      (message): message is Extract<ToWorker, { kind: K }> => message.kind === kind,
    );
    return found.at(-1);
  }
}
