// What has been fetched, up to a number of bytes; what was not used for longest goes first.

export class Cache<Value> {
  private readonly kept = new Map<string, { value: Value; bytes: number }>();
  private used = 0;

  constructor(readonly budget_bytes: number) {}

  get used_bytes(): number {
    return this.used;
  }

  has(key: string): boolean {
    return this.kept.has(key);
  }

  find(key: string): Value | undefined {
    const entry = this.kept.get(key);
    if (!entry) return undefined;
    this.kept.delete(key);
    this.kept.set(key, entry);
    return entry.value;
  }

  /** What is larger than the whole budget is not kept. */
  keep(key: string, value: Value, bytes: number): void {
    this.drop(key);
    if (bytes > this.budget_bytes) return;
    this.kept.set(key, { value, bytes });
    this.used += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.used <= this.budget_bytes) break;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    const entry = this.kept.get(key);
    if (!entry) return;
    this.kept.delete(key);
    this.used -= entry.bytes;
  }
}
