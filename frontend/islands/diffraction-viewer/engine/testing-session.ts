// A session for tests, with a source that answers as it is told.
import { expect, vi } from "vitest";
import type { Answer, FromWorker, Question, Tone } from "../contract/worker";
import { codeOfCounts } from "./companding";
import type { LineMeter } from "./meter";
import { Painter } from "./painter";
import { Session, type OpenSource } from "./session";
import { bytesOf, wasmBase64 } from "./testing";
import { FRAME, ToldSource } from "./testing-source";

const TONE: Tone = {
  colours: "grey",
  scale: "linear",
  low_counts: 0,
  high_counts: 20,
  is_inverted: false,
  shows_mask: true,
  threshold: { kind: "none" },
};
const CODES = Uint8Array.from(FRAME.counts, (counts) => (Number.isNaN(counts) ? 0 : codeOfCounts(counts)));

export class ToldSession {
  readonly said: FromWorker[] = [];
  private questions = 0;
  private meter: LineMeter | null = null;

  private constructor(
    readonly source: ToldSource,
    private session: Session | null = null,
  ) {}

  static async begin(source = new ToldSource()): Promise<ToldSession> {
    const told = new ToldSession(source);
    const open: OpenSource = (meter) => {
      told.meter = meter;
      return source;
    };
    const session = await Session.begin(open, 1e6, {
      say: (message) => told.said.push(message),
      painterOf: (machine) => new Painter(machine, { resize: () => undefined, put: () => undefined }),
      graphics: "cpu",
      readPicture: () => {
        const rgba = Uint8Array.from({ length: CODES.length * 4 }, (_, i) => CODES[i >> 2] ?? 0);
        const pixels = { width: FRAME.columns, height: FRAME.rows, rgba };
        return Promise.resolve({ read: () => Promise.resolve(pixels), close: () => undefined });
      },
      whenDrawing: (draw) => setTimeout(draw, 0),
      module: bytesOf(wasmBase64),
    });
    told.session = session;
    told.look();
    return told;
  }

  /** The line turns out to be as quick as one inside a house. */
  hurryLine(): void {
    this.meter?.began(1);
    this.meter?.received(1e8);
    this.meter?.ended();
  }

  look(): void {
    this.session?.hear({ kind: "tone", tone: TONE });
    this.session?.hear({
      kind: "view",
      view: { scale: 2, slow_px: 0, fast_px: 0, width: 106, height: 82 },
    });
  }

  show(image: number, direction: -1 | 0 | 1 = 0, count = 1): void {
    this.session?.hear({ kind: "show", which: { image, count, how: "sum" }, direction, is_playing: false });
  }

  async drawn(lane: "overview" | "exact" | "tile", image: number): Promise<void> {
    await vi.waitFor(() => {
      const found = this.said.some(
        (one) => one.kind === "drawn" && one.lane === lane && one.which.image === image,
      );
      expect(found).toBe(true);
    }, 3000);
  }

  async ask(question: Question): Promise<Answer> {
    const id = ++this.questions;
    this.session?.hear({ kind: "ask", id, question });
    return vi.waitFor(() => {
      const answer = this.said.find((one) => one.kind === "answer" && one.id === id);
      if (answer?.kind !== "answer") throw new Error("no answer yet");
      return answer.answer;
    });
  }
}
