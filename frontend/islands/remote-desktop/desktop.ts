/** `<remote-desktop>`: a remote screen; comes back by itself, and says in words why it ended. */

import { LeavingKeys } from "./leaving";
import { openSocket, refusal, Tries, type Ending } from "./line";
import type { OpenScreen, Screen } from "./screen";
import { keysymsOf } from "./typing";

abstract class RemoteDesktop extends HTMLElement {
  protected abstract readonly openScreen: OpenScreen;
  private screen: Screen | undefined;
  private socket: WebSocket | undefined;
  private timer = 0;
  private isOver = false;
  private isOpening = false;
  private wasRunning = false;
  private readonly tries = new Tries();
  private readonly keys = new LeavingKeys();
  private readonly lineWatch = new MutationObserver(() => {
    this.followPageLine();
  });

  connectedCallback(): void {
    window.addEventListener("offline", this.onBroken);
    window.addEventListener("online", this.onBack);
    document.body.addEventListener("htmx:load", this.onPanel);
    document.addEventListener("click", this.onClick);
    for (const kind of ["keydown", "keyup"] as const)
      window.addEventListener(kind, this.onKey, { capture: true });
    const badge = document.querySelector("[data-live-badge]");
    if (badge) this.lineWatch.observe(badge, { attributeFilter: ["data-line"] });
    this.onPanel();
  }

  disconnectedCallback(): void {
    window.removeEventListener("offline", this.onBroken);
    window.removeEventListener("online", this.onBack);
    document.body.removeEventListener("htmx:load", this.onPanel);
    document.removeEventListener("click", this.onClick);
    for (const kind of ["keydown", "keyup"] as const)
      window.removeEventListener(kind, this.onKey, { capture: true });
    this.lineWatch.disconnect();
    this.drop();
  }

  private async open(): Promise<void> {
    clearTimeout(this.timer);
    if (this.socket !== undefined || this.isOver || this.isOpening || !this.wasRunning) return;
    this.isOpening = true;
    try {
      const socket = await openSocket(this.dataset.open ?? "", ["binary"]);
      if (this.isConnected) this.listen(socket);
      else socket.close();
    } catch (error) {
      this.end(refusal(error, this.tries));
    } finally {
      this.isOpening = false;
    }
  }

  private listen(socket: WebSocket): void {
    this.socket = socket;
    socket.addEventListener("close", (event) => {
      if (this.socket !== socket) return;
      this.drop();
      this.end(this.tries.ending(event.code, event.reason));
    });
    const canvas = this.querySelector<HTMLElement>("[data-canvas]");
    if (canvas === null) return;
    canvas.replaceChildren();
    this.screen = this.openScreen(canvas, socket, {
      seen: () => {
        this.tries.well();
        this.say("");
        this.toggleAttribute("data-live", true);
      },
      copied: (text) => {
        const copied = document.querySelector<HTMLTextAreaElement>("[data-from-desktop]");
        if (copied) copied.value = text;
      },
    });
    this.onPanel();
  }

  private end(ending: Ending): void {
    this.say(ending.words);
    this.isOver = ending.againAfterMs === null;
    if (ending.againAfterMs !== null)
      this.timer = window.setTimeout(() => void this.open(), ending.againAfterMs);
  }

  private drop(): void {
    clearTimeout(this.timer);
    const { screen, socket } = this;
    this.screen = this.socket = undefined;
    screen?.close();
    socket?.close();
    this.removeAttribute("data-live");
  }

  private readonly onBroken = (): void => {
    if (this.isOver) return;
    this.drop();
    this.say("The line is broken. Waiting for it …");
  };

  private readonly onBack = (): void => {
    void this.open();
  };

  /** The page's own line breaks and comes back with the desktop's; a dead websocket would not say so by itself. */
  private followPageLine(): void {
    const state = document.querySelector<HTMLElement>("[data-live-badge]")?.dataset.line;
    if (state === "lost" && this.socket) this.onBroken();
    else if (state === "live") this.onBack();
  }

  /** Who only looks on sends nothing; the server would not let it through anyway. */
  private readonly onPanel = (): void => {
    const panel = document.querySelector<HTMLElement>("#desktop-control");
    if (panel === null) return;
    const acts = panel.dataset.role === "operator";
    this.screen?.letAct(acts);
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-paste], [data-type]"))
      button.disabled = !acts;
    this.follow(panel.dataset.state === "running", panel.dataset.words ?? "");
  };

  /** What is not there yet is waited for without asking; what is there again after its end is another desktop. */
  private follow(isRunning: boolean, words: string): void {
    if (isRunning && !this.wasRunning) this.isOver = false;
    this.wasRunning = isRunning;
    if (this.socket) return;
    if (isRunning) void this.open();
    else {
      clearTimeout(this.timer);
      this.say(words);
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.contains(document.activeElement)) {
      this.keys.forget();
    } else if (event.type === "keydown") {
      this.keys.down(event.key);
    } else if (this.keys.up(event.key)) {
      this.screen?.blur();
      document.querySelector<HTMLElement>("#desktop-control button, #desktop-text")?.focus();
    }
  };

  private readonly onClick = (event: Event): void => {
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    const text = document.querySelector<HTMLTextAreaElement>("[data-to-desktop]")?.value ?? "";
    if (pressed?.matches("[data-paste]")) this.screen?.paste(text);
    else if (pressed?.matches("[data-type]")) this.type(text);
    else if (pressed?.matches("[data-copy-out]"))
      void navigator.clipboard.writeText(
        document.querySelector<HTMLTextAreaElement>("[data-from-desktop]")?.value ?? "",
      );
  };

  private type(text: string): void {
    for (const keysym of keysymsOf(text)) this.screen?.press(keysym);
  }

  private say(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said !== null) said.textContent = words;
  }
}

/** Lets pages have the element, with screens of one kind. */
export function defineDesktop(openScreen: OpenScreen): void {
  customElements.define(
    "remote-desktop",
    class extends RemoteDesktop {
      protected readonly openScreen = openScreen;
    },
  );
}
