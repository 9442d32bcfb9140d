/** `<desktop-thumbnail>`: a small picture of a desktop, as the server pushes it while somebody looks. */

import { openSocket, refusal, Tries, type Ending } from "./line";

class DesktopThumbnail extends HTMLElement {
  private socket: WebSocket | undefined;
  private timer = 0;
  private isOpening = false;
  private shown = "";
  private readonly tries = new Tries();

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onVisibility();
  }

  /** A wall that is fetched anew moves its pictures: the line of each goes on. */
  connectedMoveCallback(): void {
    this.onVisibility();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.leave();
    URL.revokeObjectURL(this.shown);
  }

  /** A page that nobody sees looks at nothing; nor does an element that the kept one takes the place of at once. */
  private readonly onVisibility = (): void => {
    if (document.hidden) this.leave();
    else if (this.socket === undefined) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.open());
    }
  };

  private leave(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private async open(): Promise<void> {
    if (this.isOpening || this.socket !== undefined) return;
    this.isOpening = true;
    try {
      const socket = await openSocket(this.dataset.open ?? "");
      if (!this.isConnected || document.hidden) {
        socket.close();
        return;
      }
      this.socket = socket;
      socket.addEventListener("message", (event: MessageEvent<Blob>) => {
        this.show(event.data);
      });
      socket.addEventListener("close", (event) => {
        if (this.socket !== socket) return;
        this.socket = undefined;
        this.end(this.tries.ending(event.code, event.reason));
      });
    } catch (error) {
      this.end(refusal(error, this.tries));
    } finally {
      this.isOpening = false;
    }
  }

  private end(ending: Ending): void {
    this.say(ending.words);
    if (ending.againAfterMs !== null)
      this.timer = window.setTimeout(() => void this.open(), ending.againAfterMs);
  }

  private show(picture: Blob): void {
    const image = this.querySelector("img");
    if (image === null) return;
    this.tries.well();
    const old = this.shown;
    this.shown = URL.createObjectURL(picture);
    image.src = this.shown;
    URL.revokeObjectURL(old);
    this.say("");
  }

  private say(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said !== null) said.textContent = words;
  }
}

customElements.define("desktop-thumbnail", DesktopThumbnail);
