/**
 * Scanners that type: many keys within some milliseconds, then Enter or Tab. No field needs the focus.
 *
 * Keys are held back for a moment, so that a scanned "g s" opens no page and a scanned Enter presses no button. A
 * lone key, which is a person's, is handed on.
 */

/** A scanner's slowest gap, by the clock of the key events; few people type two keys so fast. */
const SLOWEST_MS = 70;
const LEAST_CHARACTERS = 4;
/** So long after fast keys a lone key is still the scanner's: a phone that is busy hears some late. */
const CALM_MS = 600;

export type After = (delay_ms: number, then: () => void) => () => void;

const AFTER: After = (delay_ms, then) => {
  const timer = setTimeout(then, delay_ms);
  return () => {
    clearTimeout(timer);
  };
};

/** Decides about each key: whether it is held back; tells what was scanned, and gives back what a person typed. */
export class Wedge {
  private held = "";
  private count = 0;
  private last_ms = -Infinity;
  private fast_ms = -Infinity;
  private forget: () => void = () => undefined;

  constructor(
    private readonly onScan: (text: string) => void,
    private readonly onTyped: (key: string) => void,
    private readonly after: After = AFTER,
  ) {}

  /** Takes a key that was pressed at a time; true when nobody else may have it. */
  press(key: string, at_ms: number): boolean {
    const isFast = at_ms - this.last_ms <= SLOWEST_MS;
    this.last_ms = at_ms;
    if (isFast) this.fast_ms = at_ms;
    else this.begin();
    if (key === "Enter" || key === "Tab") return this.end();
    if (Array.from(key).length !== 1) return false;
    this.held += key;
    this.count += 1;
    this.forget();
    this.forget = this.after(SLOWEST_MS + 10, () => {
      if (this.count === 1 && at_ms - this.fast_ms > CALM_MS) this.onTyped(key);
    });
    return true;
  }

  private begin(): void {
    this.held = "";
    this.count = 0;
  }

  private end(): boolean {
    this.forget();
    const text = this.held;
    const isScan = this.count >= LEAST_CHARACTERS;
    this.begin();
    if (isScan) this.onScan(text);
    return isScan;
  }
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Hears a scanner on the whole page; what is typed into a field is the field's own. */
export function listenToWedge(onScan: (text: string) => void): () => void {
  const handedOn = new WeakSet<Event>();
  const wedge = new Wedge(onScan, (key) => {
    const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    handedOn.add(again);
    (document.activeElement ?? document.body).dispatchEvent(again);
  });
  const hear = (event: KeyboardEvent): void => {
    if (handedOn.has(event) || event.ctrlKey || event.metaKey || event.altKey || isField(event.target))
      return;
    // A blank presses the button in focus; only a person presses it alone.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    if (!wedge.press(event.key, event.timeStamp)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("keydown", hear, { capture: true });
  return () => {
    document.removeEventListener("keydown", hear, { capture: true });
  };
}
