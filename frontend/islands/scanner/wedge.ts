/**
 * Scanners that type: many keys within some milliseconds, then Enter or Tab. No field needs the focus.
 *
 * Keys are held back for a moment, so that a scanned "g s" opens no page and a scanned Enter presses no button. Keys
 * that turn out to be a person's are handed on.
 */

const SLOWEST_MS = 50;
const LEAST_CHARACTERS = 4;

export interface WedgeClock {
  now(): number;
  after(delay_ms: number, then: () => void): () => void;
}

export const BROWSER_CLOCK: WedgeClock = {
  now: () => performance.now(),
  after: (delay_ms, then) => {
    const timer = setTimeout(then, delay_ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Decides about each key: whether it is held back; tells what was scanned, and gives back what a person typed. */
export class Wedge {
  private held: string[] = [];
  private last_ms = -Infinity;
  private forgets: () => void = () => undefined;

  constructor(
    private readonly onScan: (text: string) => void,
    private readonly onTyped: (keys: readonly string[]) => void,
    private readonly clock: WedgeClock = BROWSER_CLOCK,
  ) {}

  /** Takes a key; true when nobody else may have it. */
  press(key: string): boolean {
    const now_ms = this.clock.now();
    const gap_ms = now_ms - this.last_ms;
    this.last_ms = now_ms;
    if (gap_ms > SLOWEST_MS) this.giveBack();
    if (key === "Enter" || key === "Tab") return this.end();
    if (Array.from(key).length !== 1) return false;
    this.held.push(key);
    this.forgets();
    this.forgets = this.clock.after(SLOWEST_MS + 10, () => {
      this.giveBack();
    });
    return true;
  }

  private end(): boolean {
    this.forgets();
    const text = this.held.join("");
    if (this.held.length < LEAST_CHARACTERS) {
      this.giveBack();
      return false;
    }
    this.held = [];
    this.onScan(text);
    return true;
  }

  private giveBack(): void {
    this.forgets();
    const keys = this.held;
    this.held = [];
    if (keys.length > 0) this.onTyped(keys);
  }
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Hears a scanner on the whole page; what is typed into a field is the field's own. */
export function listenToWedge(onScan: (text: string) => void): () => void {
  const handedOn = new WeakSet<Event>();
  const wedge = new Wedge(onScan, (keys) => {
    for (const key of keys) {
      const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      handedOn.add(again);
      (document.activeElement ?? document.body).dispatchEvent(again);
    }
  });
  const hear = (event: KeyboardEvent): void => {
    if (handedOn.has(event) || event.ctrlKey || event.metaKey || event.altKey || isField(event.target))
      return;
    // A blank presses the button in focus; only a person presses it alone.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    if (!wedge.press(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("keydown", hear, { capture: true });
  return () => {
    document.removeEventListener("keydown", hear, { capture: true });
  };
}
