/** What is used of Guacamole's client, which comes without types. */
declare module "guacamole-common-js" {
  namespace Guacamole {
    class Parser {
      oninstruction: ((opcode: string, args: string[]) => void) | null;
      receive(packet: string): void;
    }

    class Tunnel {
      static State: { CONNECTING: 0; OPEN: 1; CLOSED: 2; UNSTABLE: 3 };
      connect: (data?: string) => void;
      sendMessage: (...elements: (string | number)[]) => void;
      setState(state: number): void;
      oninstruction: ((opcode: string, args: string[]) => void) | null;
    }

    type InputStream = object;
    type OutputStream = object;

    class Client {
      constructor(tunnel: Tunnel);
      connect(data?: string): void;
      disconnect(): void;
      getDisplay(): Display;
      sendKeyEvent(pressed: 0 | 1, keysym: number): void;
      sendMouseState(state: Mouse.State, applyDisplayScale?: boolean): void;
      createClipboardStream(mimetype: string): OutputStream;
      onstatechange: ((state: number) => void) | null;
      onclipboard: ((stream: InputStream, mimetype: string) => void) | null;
    }

    class Display {
      getElement(): HTMLElement;
      getWidth(): number;
      getHeight(): number;
      scale(scale: number): void;
      showCursor(shown?: boolean): void;
      onresize: ((width: number, height: number) => void) | null;
      oncursor: ((canvas: HTMLCanvasElement, x: number, y: number) => void) | null;
    }

    class StringReader {
      constructor(stream: InputStream);
      ontext: ((text: string) => void) | null;
      onend: (() => void) | null;
    }

    class StringWriter {
      constructor(stream: OutputStream);
      sendText(text: string): void;
      sendEnd(): void;
    }

    class Keyboard {
      constructor(element: HTMLElement);
      onkeydown: ((keysym: number) => boolean) | null;
      onkeyup: ((keysym: number) => void) | null;
      reset(): void;
    }

    class Mouse {
      constructor(element: HTMLElement);
      onEach(kinds: string[], listener: (event: Mouse.Event) => void): void;
      setCursor(canvas: HTMLCanvasElement, x: number, y: number): boolean;
    }

    namespace Mouse {
      type State = object;
      interface Event {
        type: string;
        state: State;
      }
      class Touchscreen extends Mouse {}
    }
  }

  export default Guacamole;
}
