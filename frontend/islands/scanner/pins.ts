/** Reading what lies in a container, position by position. */

import type { PinRead, PinState, Slot, Thing } from "./contract";

export class PinDesk {
  private readonly pins = new Map<string, PinRead>();
  private at = 0;

  constructor(readonly thing: Thing) {}

  get slot(): Slot | undefined {
    return this.thing.slots[this.at];
  }

  get read(): PinRead[] {
    return [...this.pins.values()];
  }

  stateOf(name: string): PinState | undefined {
    return this.pins.get(name)?.state;
  }

  /** Notes what is in the position that is looked at, and goes on to the next. */
  note(state: PinState, barcode = ""): void {
    const slot = this.slot;
    if (!slot) return;
    this.pins.set(slot.name, { slot: slot.name, state, barcode });
    this.at = Math.min(this.at + 1, this.thing.slots.length);
  }

  /** Looks at a position again. */
  goTo(name: string): void {
    const index = this.thing.slots.findIndex((slot) => slot.name === name);
    if (index >= 0) this.at = index;
  }

  back(): void {
    this.at = Math.max(0, this.at - 1);
    const slot = this.slot;
    if (slot) this.pins.delete(slot.name);
  }
}
