/** A screen by Guacamole's client over a websocket of ours: scaled to its place, with keys, pointer and clipboard. */

import Guacamole from "guacamole-common-js";
import { written } from "./instructions";
import type { Heard, Screen } from "./screen";

const CONNECTED = 3;
const POINTER = ["mousedown", "mouseup", "mousemove"] as const;

export class GuacamoleScreen implements Screen {
  private client: Guacamole.Client | undefined;
  private tunnel: Guacamole.Tunnel | undefined;
  private mayAct = false;
  private readonly parser = new Guacamole.Parser();
  private readonly letters = new TextDecoder();
  private readonly keyboard: Guacamole.Keyboard;
  private readonly size = new ResizeObserver(() => {
    this.fit();
  });

  constructor(
    private readonly place: HTMLElement,
    private readonly socket: WebSocket,
    private readonly heard: Heard,
  ) {
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", this.onMessage);
    this.parser.oninstruction = (opcode, args) => {
      if (opcode === "") this.begin();
      else this.tunnel?.oninstruction?.(opcode, args);
    };
    place.tabIndex = 0;
    this.keyboard = new Guacamole.Keyboard(place);
    this.keyboard.onkeydown = (keysym) => this.key(1, keysym);
    this.keyboard.onkeyup = (keysym) => void this.key(0, keysym);
    place.addEventListener("blur", this.onBlur);
    this.size.observe(place);
  }

  letAct(may: boolean): void {
    if (!may) this.keyboard.reset();
    this.mayAct = may;
  }

  blur(): void {
    this.place.blur();
  }

  press(keysym: number): void {
    this.key(1, keysym);
    this.key(0, keysym);
  }

  paste(text: string): void {
    if (!this.client || !this.mayAct) return;
    const writer = new Guacamole.StringWriter(this.client.createClipboardStream("text/plain"));
    writer.sendText(text);
    writer.sendEnd();
  }

  close(): void {
    this.size.disconnect();
    this.socket.removeEventListener("message", this.onMessage);
    this.place.removeEventListener("blur", this.onBlur);
    this.keyboard.onkeydown = this.keyboard.onkeyup = null;
    this.client?.disconnect();
    this.client = this.tunnel = undefined;
  }

  private readonly onMessage = (event: MessageEvent<ArrayBuffer>): void => {
    this.parser.receive(this.letters.decode(event.data, { stream: true }));
  };

  private readonly onBlur = (): void => {
    this.keyboard.reset();
  };

  /** A whole screen comes: what was drawn before is forgotten, so that nothing of it shines through. */
  private begin(): void {
    this.client?.disconnect();
    const tunnel = new Guacamole.Tunnel();
    tunnel.connect = (): void => {
      tunnel.setState(Guacamole.Tunnel.State.OPEN);
    };
    tunnel.sendMessage = (...elements): void => {
      if (this.socket.readyState === WebSocket.OPEN)
        this.socket.send(new TextEncoder().encode(written(...elements)));
    };
    const client = new Guacamole.Client(tunnel);
    this.tunnel = tunnel;
    this.client = client;
    client.onstatechange = (state): void => {
      if (state === CONNECTED) this.show(client);
    };
    client.onclipboard = (stream): void => {
      this.hearCopied(stream);
    };
    client.getDisplay().onresize = (): void => {
      this.fit();
    };
    client.connect();
  }

  /** Takes the place of what is shown only once it is whole: a screen that comes anew does not flicker. */
  private show(client: Guacamole.Client): void {
    const display = client.getDisplay();
    const element = display.getElement();
    const mouse = new Guacamole.Mouse(element);
    const touches = new Guacamole.Mouse.Touchscreen(element);
    for (const pointer of [mouse, touches])
      pointer.onEach([...POINTER], (event) => {
        if (event.type === "mousedown") this.place.focus({ preventScroll: true });
        if (!this.mayAct) return;
        display.showCursor(false);
        client.sendMouseState(event.state, true);
      });
    display.oncursor = (canvas, x, y): void => {
      mouse.setCursor(canvas, x, y);
    };
    this.place.replaceChildren(element);
    this.fit();
    this.heard.seen();
  }

  private hearCopied(stream: Guacamole.InputStream): void {
    const reader = new Guacamole.StringReader(stream);
    let text = "";
    reader.ontext = (part): void => {
      text += part;
    };
    reader.onend = (): void => {
      this.heard.copied(text);
    };
  }

  /** Sends a key; returns whether the page may have it, too. */
  private key(pressed: 0 | 1, keysym: number): boolean {
    if (this.mayAct) this.client?.sendKeyEvent(pressed, keysym);
    return !this.mayAct;
  }

  private fit(): void {
    const display = this.client?.getDisplay();
    if (!display) return;
    const [width, height] = [display.getWidth(), display.getHeight()];
    if (width > 0 && height > 0 && this.place.clientWidth > 0)
      display.scale(Math.min(this.place.clientWidth / width, this.place.clientHeight / height));
  }
}
