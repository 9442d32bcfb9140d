/** `<camera-view>`: what a camera sees now, in an `img`; asks for the next picture when it has drawn the last. */

import { postJson } from "../../kit/posting";
import { LineMeter, refusal } from "./line";

const ENDED = 4403;
const RETRY_MS = [500, 1_000, 2_000, 5_000];

class CameraView extends HTMLElement {
  private socket: WebSocket | undefined;
  private timer = 0;
  private tries = 0;
  private askedMs = 0;
  private shown = "";
  private line = new LineMeter(640);

  connectedCallback(): void {
    const scale = Math.min(window.devicePixelRatio, 2);
    this.line = new LineMeter(Math.max(160, this.clientWidth * scale));
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onVisibility();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.leave();
    URL.revokeObjectURL(this.shown);
  }

  /** A page that nobody sees looks through no camera. */
  private readonly onVisibility = (): void => {
    if (document.hidden) this.leave();
    else if (this.socket === undefined) void this.open();
  };

  private leave(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private async open(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const { path } = await postJson<{ path: string }>(this.dataset.open ?? "");
      if (!this.isConnected || document.hidden) return;
      this.listen(new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))));
    } catch (error) {
      const words = refusal(error);
      if (words) this.say(words);
      else this.again();
    }
  }

  private listen(socket: WebSocket): void {
    this.socket = socket;
    socket.binaryType = "blob";
    socket.addEventListener("open", () => {
      this.ask();
    });
    socket.addEventListener("message", (event: MessageEvent<Blob | string>) => {
      if (typeof event.data === "string") this.say((JSON.parse(event.data) as { fault: string }).fault);
      else this.show(event.data);
    });
    socket.addEventListener("close", (event) => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      if (event.code === ENDED) this.say(event.reason, true);
      else this.again();
    });
  }

  private again(): void {
    this.say("The line is broken; trying again …");
    this.timer = window.setTimeout(() => void this.open(), RETRY_MS[this.tries] ?? 5_000);
    this.tries = Math.min(this.tries + 1, RETRY_MS.length - 1);
  }

  private ask(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.askedMs = performance.now();
    this.socket.send(JSON.stringify({ width: this.line.width }));
  }

  private show(picture: Blob): void {
    this.tries = 0;
    const wait = this.line.took(performance.now() - this.askedMs);
    const image = this.querySelector("img");
    if (image === null) return;
    const old = this.shown;
    this.shown = URL.createObjectURL(picture);
    image.addEventListener(
      "load",
      () => {
        this.drawn(old, wait);
      },
      { once: true },
    );
    image.addEventListener(
      "error",
      () => {
        this.drawn(old, wait);
      },
      { once: true },
    );
    image.src = this.shown;
    this.say(this.line.isThin ? "thin line: one picture every 5 s" : "");
    this.toggleAttribute("data-live", true);
  }

  private drawn(old: string, wait: number): void {
    URL.revokeObjectURL(old);
    this.timer = window.setTimeout(() => {
      this.ask();
    }, wait);
  }

  private say(words: string, over = false): void {
    const said = this.querySelector("[data-said]");
    if (said !== null) said.textContent = words;
    this.toggleAttribute("data-live", words === "");
    if (over) this.querySelector("img")?.removeAttribute("src");
  }
}

customElements.define("camera-view", CameraView);
