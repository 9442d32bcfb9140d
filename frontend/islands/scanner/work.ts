/** Joins the desk to the phone: what is kept, what is sent, what is heard back. */

import { isMisread, MISREAD } from "./codes";
import { type Known, type Thing, wordsOf } from "./contract";
import { Desk } from "./desk";
import { scanOf } from "./desk-parts";
import { feel } from "./feedback";
import { Things } from "./known";
import { Outbox } from "./outbox";
import { OutOfReach, Refusal, type Server } from "./server";
import { type Entry, MemoryStore, PhoneStore, type Store } from "./store";

export class Work {
  readonly things = new Things();
  readonly desk: Desk;
  private known: Known | null = null;

  private constructor(
    readonly outbox: Outbox,
    private readonly server: Server,
    private readonly store: Store,
    /** False in a window that keeps nothing: what waits is lost when it is closed. */
    readonly isKept: boolean,
    private readonly onChange: () => void,
  ) {
    this.desk = new Desk({
      things: this.things,
      keep: (scan, title) => this.keep(scan.client_id, () => this.outbox.add(scan, title)),
      lookUp: (code, mark) => this.lookUp(code, mark),
      feel,
      changed: onChange,
      now: () => new Date(),
    });
  }

  static async begin(person: string, server: Server, onChange: () => void): Promise<Work> {
    const phone = await PhoneStore.open().catch(() => null);
    const store = phone ?? new MemoryStore();
    const answered = (entries: readonly Entry[]): void => {
      work?.hear(entries);
      onChange();
    };
    let work: Work | null = null;
    const outbox = new Outbox(person, store, server, answered);
    work = new Work(outbox, server, store, phone !== null, onChange);
    await outbox.open();
    const known = await store.known(person);
    if (known) work.learn(known);
    return work;
  }

  /** Sends what waits and asks what is known now: when there is network again, and when the page is looked at again. */
  async catchUp(): Promise<void> {
    await this.outbox.catchUp();
    try {
      const known = await this.server.known();
      await this.store.know(known);
      this.learn(known);
    } catch (error) {
      if (!(error instanceof OutOfReach || error instanceof Refusal)) throw error;
      if (error instanceof Refusal && error.status === 401) this.outbox.state = "logged-out";
    }
    this.onChange();
  }

  /** Takes back what was not sent yet. */
  async drop(entry: Entry): Promise<void> {
    await this.outbox.drop(entry.client_id);
    if (this.known) this.learn(this.known);
    const here = this.desk.thing;
    if (here) this.desk.thing = this.things.find(here.code) ?? here;
    this.onChange();
  }

  /** Keeps a picture of the thing in the hand: base64 of a JPEG. */
  async photograph(photograph: string): Promise<void> {
    const thing = this.desk.thing;
    if (!thing) return;
    const scan = scanOf(thing.code, "photograph", new Date(), "", { photograph });
    await this.keep(scan.client_id, () => this.outbox.add(scan, thing.title));
  }

  private learn(known: Known): void {
    this.known = known;
    this.things.learn(known);
    for (const { scan } of this.outbox.waiting) {
      const thing = this.things.find(scan.code);
      if (thing && wordsOf(scan.verb)) this.things.suppose(thing, scan.verb, scan.place);
    }
  }

  private async keep(client_id: string, add: () => Promise<void>): Promise<void> {
    await add();
    void this.outbox.catchUp().then(() => {
      const entry = this.outbox.mine.find((one) => one.client_id === client_id);
      if (entry?.answer === null) feel("kept");
    });
  }

  private async lookUp(code: string, mark: string): Promise<Thing> {
    const thing = await this.server.thing(code, mark).catch((error: unknown) => {
      if (error instanceof OutOfReach && !this.things.find(code) && isMisread(code))
        throw new Refusal(422, MISREAD, []);
      throw error;
    });
    const waiting = this.outbox.waiting.filter(({ scan }) => scan.code === thing.code && wordsOf(scan.verb));
    return waiting.reduce(
      (supposed, { scan }) => this.things.suppose(supposed, scan.verb, scan.place),
      thing,
    );
  }

  private hear(entries: readonly Entry[]): void {
    const refused = entries.filter(({ answer }) => answer?.outcome === "refused");
    for (const { answer } of entries) if (answer?.thing) this.desk.learn(answer.thing);
    const last = refused.at(-1);
    if (last?.answer) this.desk.refuse(`${last.title}: ${last.answer.words}`, last.answer.reasons);
    else if (entries.length > 0)
      feel(entries.some(({ answer }) => answer?.outcome === "differs") ? "no" : "done");
  }
}
