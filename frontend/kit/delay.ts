/** How far the page is behind the server, although the two clocks differ. */

export class DelayMeter {
  /** Smallest difference of the clocks ever seen: what is left after the fastest journey. */
  private skew_ms = Infinity;
  private behind_ms = 0;
  private heardAt_ms = NaN;

  /** Something that the server sent at `at_ms` (its clock) came at `now_ms` (ours). */
  hear(at_ms: number, now_ms: number): void {
    this.heardAt_ms = now_ms;
    if (!Number.isFinite(at_ms)) return;
    const difference_ms = now_ms - at_ms;
    this.skew_ms = Math.min(this.skew_ms, difference_ms);
    this.behind_ms = difference_ms - this.skew_ms;
  }

  /** The line was opened: silence counts from here on until something is heard. */
  begin(now_ms: number): void {
    if (Number.isNaN(this.heardAt_ms)) this.heardAt_ms = now_ms;
  }

  liveWord(now_ms: number): string {
    const silent_ms = Number.isNaN(this.heardAt_ms) ? 0 : now_ms - this.heardAt_ms;
    const behind_s = Math.max(this.behind_ms, silent_ms > 2000 ? silent_ms : 0) / 1000;
    return `live, ${behind_s.toFixed(1)} s behind`;
  }

  lostWord(now_ms: number): string {
    if (Number.isNaN(this.heardAt_ms)) return "line lost";
    return `line lost, ${Math.round((now_ms - this.heardAt_ms) / 1000)} s`;
  }
}
