/** What the page needs of a remote screen, whichever protocol it comes by. */

export interface Screen {
  /** Whether keys and pointer are sent; the server would not let those of others through anyway. */
  letAct(may: boolean): void;
  /** Lets the keys go back to the page. */
  blur(): void;
  press(keysym: number): void;
  paste(text: string): void;
  close(): void;
}

export interface Heard {
  /** The first picture is there. */
  seen(): void;
  /** Something was copied on the desktop. */
  copied(text: string): void;
}

export type OpenScreen = (place: HTMLElement, socket: WebSocket, heard: Heard) => Screen;
