/** What somebody is doing: a thing in the hand, then what happens with it. Knows no page and no network. */

import { type Reason, type Scan, type Thing, wordsOf } from "./contract";
import { type Around, type Said, scanOf, type Step, type Told } from "./desk-parts";
import { read } from "./grammar";
import { stranger } from "./known";
import { PinDesk } from "./pins";
import { OutOfReach, Refusal } from "./server";

export class Desk {
  thing: Thing | null = null;
  step: Step = { is: "start" };
  told: Told | null = null;
  private mark = "";
  private taking: Promise<void> = Promise.resolve();

  constructor(private readonly around: Around) {}

  /** Takes what a scanner, a camera or somebody's fingers read: one after the other, however fast they come. */
  scanned(text: string): Promise<void> {
    this.taking = this.taking.then(() => this.takeOne(text));
    return this.taking;
  }

  private async takeOne(text: string): Promise<void> {
    const found = read(text);
    if (found.is === "nothing") this.refuse(found.why);
    else if (found.is === "verb") await this.choose(found.verb, found.place);
    else if (found.is === "place") await this.placeRead(found.place);
    else if (this.step.is === "pins") this.pinRead(found.code);
    else await this.take(found.code, found.mark);
  }

  async choose(verb: string, place = ""): Promise<void> {
    const words = wordsOf(verb);
    if (!this.thing || !words) {
      this.refuse("Scan the thing first, then what happens with it.");
      return;
    }
    const offered = this.thing.verbs.find((known) => known.verb === verb);
    if (!offered?.allowed) {
      this.refuse(`“${words.offer}” cannot be said of it now.`, offered?.reasons);
      return;
    }
    if (words.place && !place) this.go({ is: "place", verb });
    else if (words.needs_words) this.go({ is: "words", verb });
    else await this.done(verb, { place });
  }

  /** A button asks more than a barcode does: how much was left. */
  async press(verb: string): Promise<void> {
    const offered = this.thing?.verbs.find((known) => known.verb === verb);
    if (offered?.allowed && verb === "topped-up") this.go({ is: "measure", verb });
    else await this.choose(verb);
  }

  async place(place: string): Promise<void> {
    if (this.step.is === "place") await this.done(this.step.verb, { place });
  }

  async say(words: string): Promise<void> {
    if (this.step.is === "words") await this.done(this.step.verb, { words });
  }

  async left(left_frac: number | null): Promise<void> {
    if (this.step.is === "measure") await this.done(this.step.verb, { left_frac });
  }

  checkPins(): void {
    if (this.thing && this.thing.slots.length > 0) this.go({ is: "pins", pins: new PinDesk(this.thing) });
  }

  pinIs(state: "empty" | "unreadable"): void {
    if (this.step.is !== "pins") return;
    this.step.pins.note(state);
    this.around.changed();
  }

  lookAtPin(slot: string): void {
    if (this.step.is === "pins") this.step.pins.goTo(slot);
    this.around.changed();
  }

  pinBack(): void {
    if (this.step.is === "pins") this.step.pins.back();
    this.around.changed();
  }

  async pinsDone(): Promise<void> {
    if (this.step.is === "pins") await this.done("contents", { pins: this.step.pins.read });
  }

  /** Accepts what was read in a container instead of what was declared. */
  async accept(client_id: string, thing: Thing): Promise<void> {
    await this.keep(thing, "accept", { undoes: client_id });
  }

  async undo(scan: Scan, title: string): Promise<void> {
    const thing = this.around.things.find(scan.code) ?? stranger(scan.code);
    await this.keep({ ...thing, title }, "undo", { undoes: scan.client_id });
  }

  /** Lays the thing down. */
  leave(): void {
    this.thing = null;
    this.told = null;
    this.go({ is: "start" });
  }

  backToThing(): void {
    this.go({ is: this.thing ? "thing" : "start" });
  }

  /** The server's word on the thing in the hand. */
  learn(thing: Thing): void {
    this.around.things.remember(thing);
    if (this.thing?.code === thing.code)
      this.thing = { ...thing, warning: thing.warning || this.thing.warning };
    this.around.changed();
  }

  refuse(words: string, reasons: readonly Reason[] = []): void {
    this.told = { tone: "bad", words, reasons };
    this.around.feel("no");
    this.around.changed();
  }

  private go(step: Step): void {
    this.step = step;
    if (step.is !== "thing") this.told = null;
    this.around.changed();
  }

  private async take(code: string, mark: string): Promise<void> {
    const known = this.around.things.find(code);
    this.thing = known ?? null;
    this.mark = mark;
    this.told = null;
    if (known) this.show(known);
    const looked = this.lookAgain(code, mark, known);
    if (!known) await looked;
  }

  /** Asks the server; what the phone knows already is shown meanwhile, and verbs need not wait. */
  private async lookAgain(code: string, mark: string, known: Thing | undefined): Promise<void> {
    try {
      const fresh = await this.around.lookUp(code, mark);
      this.around.things.remember(fresh);
      if (!known || this.thing?.code === known.code) this.show(fresh, known !== undefined);
    } catch (error) {
      if (error instanceof OutOfReach) {
        if (!known) this.show(stranger(code));
      } else if (error instanceof Refusal) this.notThere(code, error);
      else throw error;
    }
  }

  private notThere(code: string, error: Refusal): void {
    this.thing = null;
    this.step = { is: "start" };
    this.refuse(
      error.status === 404 ? `Nothing that you may see is called ${code}.` : error.message,
      error.reasons,
    );
  }

  private show(thing: Thing, quietly = false): void {
    this.thing = thing;
    if (this.step.is === "start" || !quietly) this.step = { is: "thing" };
    if (!quietly) this.around.feel("read");
    this.around.changed();
  }

  private async placeRead(place: string): Promise<void> {
    if (this.step.is === "place") await this.place(place);
    else if (this.around.things.places.beamline.includes(place)) await this.choose("to-beamline", place);
    else await this.choose("to-rack", place);
  }

  private pinRead(code: string): void {
    if (this.step.is !== "pins") return;
    this.step.pins.note("read", code);
    this.around.feel("read");
    this.around.changed();
  }

  private async done(verb: string, said: Said): Promise<void> {
    const thing = this.thing;
    if (!thing) return;
    await this.keep(thing, verb, said);
    this.thing = verb === "contents" ? thing : this.around.things.suppose(thing, verb, said.place ?? "");
    this.step = { is: "thing" };
    this.around.changed();
  }

  private async keep(thing: Thing, verb: string, said: Said): Promise<void> {
    this.told = null;
    await this.around.keep(scanOf(thing.code, verb, this.around.now(), this.mark, said), thing.title);
  }
}
