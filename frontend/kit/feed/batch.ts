/** Collects what is asked for in quick succession and does it at once; what is asked for meanwhile is done after. */

export class Batch<T> {
  private readonly waiting = new Set<T>();
  private timer = 0;
  private isBusy = false;

  constructor(
    private readonly delay_ms: number,
    private readonly work: (things: T[]) => Promise<void>,
  ) {}

  add(...things: T[]): void {
    for (const thing of things) this.waiting.add(thing);
    if (!this.timer && !this.isBusy) this.timer = window.setTimeout(() => void this.flush(), this.delay_ms);
  }

  private async flush(): Promise<void> {
    this.timer = 0;
    const things = [...this.waiting];
    this.waiting.clear();
    if (things.length === 0) return;
    this.isBusy = true;
    await this.work(things).finally(() => {
      this.isBusy = false;
      if (this.waiting.size > 0) this.add();
    });
  }
}
