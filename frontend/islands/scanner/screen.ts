/** The page of the scanner: its parts stand still, what is in them changes. */

import type { LineState } from "./outbox";
import { button, make, sign } from "./dom";
import { answersTo, questionOf, reasonList, thingCard } from "./steps";
import { trail, type TrailActions } from "./trail";
import type { Work } from "./work";

const LINE: Readonly<Record<LineState, readonly [string, string]>> = {
  sent: ["good", "wifi"],
  waiting: ["live", "refresh"],
  "out-of-reach": ["warn", "wifi-off"],
  "logged-out": ["bad", "lock"],
  "not-allowed": ["bad", "lock"],
};

export interface ScreenParts {
  line: HTMLElement;
  told: HTMLElement;
  card: HTMLElement;
  question: HTMLElement;
  answers: HTMLElement;
  trail: HTMLElement;
  photograph: HTMLElement;
}

function lineWords(state: LineState, waiting: number): string {
  const wait = `${waiting} ${waiting === 1 ? "waits" : "wait"}`;
  if (state === "logged-out") return waiting ? `Logged out · ${wait}` : "Logged out";
  if (state === "not-allowed") return `Not accepted · ${wait}`;
  if (state === "out-of-reach") return waiting ? `No network · ${wait}` : "No network";
  return waiting ? `Sending · ${wait}` : "All sent";
}

/** Until when a dewar is cold, in the phone's own clock. */
export function coldWords(until: string | null, uncertainty_s: number | null, now: Date): string {
  if (!until) return "";
  const at = new Date(until);
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" }).format(
    at,
  );
  const time = at.toTimeString().slice(0, 5);
  const hours = Math.max(1, Math.round((uncertainty_s ?? 0) / 3600));
  const margin = hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
  return at < now ? `Cold only until ${day}, ${time} ± ${margin}` : `Cold until ${day}, ${time} ± ${margin}`;
}

/** Draws a part anew; the button in it that has the focus, by its words, has it again: news come at any moment. */
function keepingFocus(part: HTMLElement, draw: () => void): void {
  const held = part.contains(document.activeElement) ? document.activeElement?.textContent : null;
  draw();
  if (held === null || held === undefined) return;
  const same = [...part.querySelectorAll<HTMLElement>("button, a")].find((one) => one.textContent === held);
  same?.focus({ preventScroll: true });
}

export class Screen {
  private shown = "";

  constructor(
    private readonly parts: ScreenParts,
    private readonly work: Work,
    private readonly actions: TrailActions,
  ) {}

  draw(): void {
    const { desk, outbox, things } = this.work;
    this.drawLine();
    this.drawTold();
    const here = desk.thing;
    const cold = here ? coldWords(here.cold_until, here.cold_uncertainty_s, new Date()) : "";
    this.parts.card.replaceChildren(...(here ? [thingCard(here, cold)] : []));
    this.parts.photograph.hidden = here?.kind !== "parcel" || desk.step.is !== "thing";
    this.drawQuestion(questionOf(desk.step), `${here?.code ?? ""} ${desk.step.is}`);
    keepingFocus(this.parts.answers, () => {
      this.parts.answers.replaceChildren(...answersTo(desk.step, desk, things.places), ...this.wayBack());
    });
    keepingFocus(this.parts.trail, () => {
      this.parts.trail.replaceChildren(...trail(outbox.mine, this.actions, Date.now()));
    });
  }

  private drawLine(): void {
    const { state, waiting, others } = this.work.outbox;
    const [tone, icon] = LINE[state];
    const words = lineWords(state, waiting.length);
    const chip = make("span", `fl-state fl-state-${tone}`, { "data-line": state }, sign(icon), words);
    const login =
      state === "logged-out"
        ? make("a", "", { href: "/accounts/login/?next=/scan/" }, "Log in to send")
        : null;
    const notes = [...others].map(([person, count]) =>
      make("p", "fl-hint", {}, `${count} of ${person} wait on this phone until ${person} logs in here.`),
    );
    if (!this.work.isKept)
      notes.push(make("p", "fl-hint", {}, "This window keeps nothing: leave it open until all is sent."));
    this.parts.line.replaceChildren(chip, ...(login ? [login] : []), ...notes);
  }

  private drawTold(): void {
    const { told } = this.work.desk;
    if (!told) {
      this.parts.told.replaceChildren();
      return;
    }
    const words = make("p", "", {}, sign("hand-stop"), make("strong", "", {}, told.words));
    const reasons = reasonList(told.reasons);
    const note = make("div", `fl-scan-told fl-scan-told-${told.tone}`, {}, words, reasons);
    this.parts.told.replaceChildren(note);
  }

  /** A new question takes the focus, so that it is read out and the keys begin there. */
  private drawQuestion(question: string, of: string): void {
    if (this.parts.question.textContent !== question) this.parts.question.textContent = question;
    const isNew = this.shown !== "" && this.shown !== of;
    this.shown = of;
    if (isNew) this.parts.question.focus({ preventScroll: false });
  }

  private wayBack(): HTMLElement[] {
    const { desk } = this.work;
    if (desk.step.is === "start") return [];
    const quiet = "btn btn-quiet fl-scan-wide";
    const another = (): void => {
      desk.leave();
    };
    const back = (): void => {
      desk.backToThing();
    };
    return [
      desk.step.is === "thing"
        ? button(quiet, "Another thing", "scan", another)
        : button(quiet, "Back", "arrow-left", back),
    ];
  }
}
