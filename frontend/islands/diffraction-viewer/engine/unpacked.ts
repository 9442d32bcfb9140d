// Overviews that are unpacked before they are wanted, so that the next of them needs only to be drawn.
import type { Picture, ReadPicture } from "./pictures";

export class Unpacked {
  private readonly kept = new Map<string, Promise<Picture>>();

  constructor(private readonly read: ReadPicture) {}

  /** Begins with one that will be wanted soon. */
  begin(key: string, blob: Blob): void {
    if (this.kept.has(key)) return;
    const picture = this.read(blob);
    // Who wants it hears of what is wrong with it.
    picture.catch(() => undefined);
    this.kept.set(key, picture);
  }

  /** Hands one over: whoever takes it closes it. */
  take(key: string, blob: Blob): Promise<Picture> {
    const picture = this.kept.get(key) ?? this.read(blob);
    this.kept.delete(key);
    return picture;
  }

  /** Lets go of all others. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, picture] of this.kept) {
      if (keys.has(key)) continue;
      this.kept.delete(key);
      picture.then(
        (one) => {
          one.close();
        },
        () => undefined,
      );
    }
  }
}
