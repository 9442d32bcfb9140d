/** The way out of a desktop by keys: Ctrl, Alt and Shift together, and let go, before any other key. */

const NEEDED = ["Control", "Alt", "Shift"];

export class LeavingKeys {
  private readonly held = new Set<string>();
  private isWhole = false;

  down(key: string): void {
    if (!NEEDED.includes(key)) {
      this.isWhole = false;
      return;
    }
    this.held.add(key);
    this.isWhole = this.held.size === NEEDED.length;
  }

  /** Returns whether the keys that leave were pressed, now that one is let go. */
  up(key: string): boolean {
    const leaves = this.isWhole && NEEDED.includes(key);
    this.held.delete(key);
    if (leaves) this.isWhole = false;
    return leaves;
  }

  forget(): void {
    this.held.clear();
    this.isWhole = false;
  }
}
