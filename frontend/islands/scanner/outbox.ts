/**
 * Scans on their way to the server: kept first, sent then, and kept until the server has answered.
 *
 * Each carries an identifier made here, so that sending twice does nothing twice. They go in the order in which they
 * were made. What one login scanned is never sent by another.
 */

import type { Answer, Scan } from "./contract";
import { OutOfReach, Refusal, type Server } from "./server";
import type { Entry, Store } from "./store";

export type LineState = "sent" | "waiting" | "out-of-reach" | "logged-out" | "not-allowed";

const MOST_AT_ONCE = 50;
const AGAIN_MS = [2000, 5000, 15_000, 60_000];
const REMEMBERED_MS = 12 * 3_600_000;
const NOT_WHO_SCANNED = 409;

export class Outbox {
  state: LineState = "sent";
  private entries: Entry[] = [];
  private sending: Promise<void> | null = null;
  private again = 0;
  private failures = 0;

  constructor(
    readonly person: string,
    private readonly store: Store,
    private readonly server: Server,
    private readonly onChange: (answered: readonly Entry[]) => void,
    private readonly after: (delay_ms: number, then: () => void) => number = (delay_ms, then) =>
      window.setTimeout(then, delay_ms),
  ) {}

  async open(): Promise<void> {
    this.entries = await this.store.entries();
    const oldest = new Date(Date.now() - REMEMBERED_MS).toISOString();
    for (const { client_id } of this.entries.filter((e) => isDone(e) && e.scan.at < oldest))
      await this.drop(client_id);
    this.onChange([]);
  }

  /** This person's, the newest first. */
  get mine(): readonly Entry[] {
    const own = this.entries.filter((entry) => entry.person === this.person);
    return own.sort((a, b) => (a.scan.at < b.scan.at ? 1 : -1));
  }

  get waiting(): readonly Entry[] {
    return this.mine.filter((entry) => entry.answer === null).reverse();
  }

  /** Who else's scans wait on this phone. */
  get others(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { person, answer } of this.entries)
      if (person !== this.person && answer === null) counts.set(person, (counts.get(person) ?? 0) + 1);
    return counts;
  }

  async add(scan: Scan, title: string): Promise<void> {
    const entry = { client_id: scan.client_id, person: this.person, title, scan, answer: null };
    await this.store.keep(entry);
    this.entries.push(entry);
    this.onChange([]);
    void this.catchUp();
  }

  /** Takes something off the list: a scan that was not sent yet is as if it had never been made. */
  async drop(client_id: string): Promise<void> {
    await this.store.forget(client_id);
    this.entries = this.entries.filter((entry) => entry.client_id !== client_id);
    this.onChange([]);
  }

  /** Sends what waits; asked again while it is under way, it changes nothing. */
  catchUp(): Promise<void> {
    this.sending ??= alone(() => this.sendAll()).finally(() => {
      this.sending = null;
      this.onChange([]);
      if (this.waiting.length > 0 && this.state !== "logged-out" && this.state !== "not-allowed")
        this.retry();
    });
    return this.sending;
  }

  private retry(): void {
    clearTimeout(this.again);
    const delay_ms = AGAIN_MS[Math.min(this.failures++, AGAIN_MS.length - 1)] ?? 60_000;
    this.again = this.after(this.state === "waiting" ? 0 : delay_ms, () => void this.catchUp());
  }

  private async sendAll(): Promise<void> {
    for (let batch = this.batch(); batch.length > 0; batch = this.batch()) {
      this.state = "waiting";
      try {
        await this.answer(
          await this.server.send(
            this.person,
            batch.map(({ scan }) => scan),
          ),
        );
        this.failures = 0;
      } catch (error) {
        if (error instanceof OutOfReach) this.state = "out-of-reach";
        else if (error instanceof Refusal) await this.refused(error, batch);
        else throw error;
        if (this.state !== "waiting") return;
      }
    }
    this.state = "sent";
  }

  /** A picture goes by itself: with others the request would be too large. */
  private batch(): readonly Entry[] {
    const { waiting } = this;
    const picture = waiting.findIndex(({ scan }) => scan.photograph);
    const most = picture < 0 ? MOST_AT_ONCE : Math.max(picture, 1);
    return waiting.slice(0, this.single ? 1 : Math.min(most, MOST_AT_ONCE));
  }

  /** A request that cannot be read is told apart from its neighbours by sending them one by one. */
  private single = false;

  private async refused(error: Refusal, batch: readonly Entry[]): Promise<void> {
    const first = batch[0];
    if (error.status === 401) this.state = "logged-out";
    else if (error.status === NOT_WHO_SCANNED) this.state = "logged-out";
    else if (error.status === 403 || error.status === 404) this.state = "not-allowed";
    else if (error.status >= 500) this.state = "out-of-reach";
    else if (batch.length > 1) this.single = true;
    else if (first) {
      const told = { client_id: first.client_id, outcome: "refused", words: error.message } as const;
      await this.answer([
        { ...told, reasons: [...error.reasons], thing: null, findings: [], can_accept: false },
      ]);
    }
  }

  private async answer(answers: readonly Answer[]): Promise<void> {
    const answered: Entry[] = [];
    for (const answer of answers) {
      const entry = this.entries.find(({ client_id }) => client_id === answer.client_id);
      if (!entry) continue;
      entry.answer = answer;
      delete entry.scan.photograph;
      await this.store.keep(entry);
      answered.push(entry);
    }
    if (answered.length === 0) throw new Error("the server answered none of the scans");
    this.onChange(answered);
  }
}

function isDone(entry: Entry): boolean {
  return entry.answer !== null && entry.answer.outcome !== "refused" && entry.answer.outcome !== "differs";
}

/** One tab of the phone at a time, where the browser can say so. */
function alone(work: () => Promise<void>): Promise<void> {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? Promise.resolve(locks.request("farlight-outbox", work)).then(() => undefined) : work();
}
