/** The phone's camera: its pictures go to the decoder one at a time, and each code is told once. */

import type { Codes, Picture } from "./decoder-worker";

const SAME_CODE_MS = 2500;
/** Side of the pictures that are looked at; more costs time and reads nothing more at arm's length. */
const MOST_PX = 960;

export function wordsForCamera(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError")
    return "The camera is not allowed for this page. Allow it in the browser's settings of this site, or type the code.";
  if (name === "NotFoundError") return "This device has no camera. Use a scanner, or type the code.";
  if (name === "NotReadableError") return "Another app uses the camera. Close it and try again.";
  return "The camera did not start. Use a scanner, or type the code.";
}

/** Tells a code when it comes into sight, and again only when it was out of sight for a while. */
export class OnceInSight {
  private seen = new Map<string, number>();

  fresh(texts: readonly string[], now_ms: number): string[] {
    const fresh = texts.filter((text) => now_ms - (this.seen.get(text) ?? -Infinity) > SAME_CODE_MS);
    for (const text of texts) this.seen.set(text, now_ms);
    return fresh;
  }
}

export class Camera {
  private stream: MediaStream | null = null;
  private worker: Worker | null = null;
  private readonly sight = new OnceInSight();
  private isLooking = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly urls: { worker: string; wasm: string },
    private readonly onCode: (text: string) => void,
    private readonly onProblem: (words: string) => void,
  ) {}

  get isOn(): boolean {
    return this.stream !== null;
  }

  async start(): Promise<void> {
    if (this.stream) return;
    const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.worker ??= this.decoder();
    this.look();
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Whether the camera has a lamp that can be switched. */
  get hasLamp(): boolean {
    const track = this.stream?.getVideoTracks()[0];
    return Boolean((track?.getCapabilities() as { torch?: boolean } | undefined)?.torch);
  }

  async lamp(on: boolean): Promise<void> {
    const track = this.stream?.getVideoTracks()[0];
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  private decoder(): Worker {
    const worker = new Worker(this.urls.worker);
    worker.addEventListener("message", (event: MessageEvent<Codes>) => {
      const { texts, problem } = event.data;
      if (problem) this.onProblem(problem);
      this.isLooking = false;
      if (!this.isOn) return;
      for (const text of this.sight.fresh(texts, performance.now())) this.onCode(text);
      if (!problem) this.look();
    });
    return worker;
  }

  private look(): void {
    if (this.isLooking) return;
    this.isLooking = true;
    requestAnimationFrame(() => {
      void this.send();
    });
  }

  private async send(): Promise<void> {
    if (!this.stream) {
      this.isLooking = false;
      return;
    }
    const { videoWidth, videoHeight } = this.video;
    if (document.hidden || videoWidth === 0) {
      setTimeout(() => {
        void this.send();
      }, 200);
      return;
    }
    const scale = Math.min(1, MOST_PX / Math.max(videoWidth, videoHeight));
    const size = {
      resizeWidth: Math.round(videoWidth * scale),
      resizeHeight: Math.round(videoHeight * scale),
    };
    const bitmap = await createImageBitmap(this.video, size);
    const picture: Picture = { wasm: this.urls.wasm, bitmap };
    this.worker?.postMessage(picture, [bitmap]);
  }
}
