/** Buttons of the viewer: each has a key, a sign and a word. */

import { make, sign } from "./dom";
import { keysOf, type Action, type Group, type Key } from "./keys";

/** Whether a switch is on; undefined for what is no switch. */
export type Pressed = (action: Action) => boolean | undefined;

const GROUP_WORDS: Readonly<Record<Group, string>> = {
  steps: "Images",
  overlays: "Show over the image",
  measures: "Measure",
  view: "Zoom",
  moves: "Move over the image",
  tone: "Contrast and colours",
  stack: "Images together",
  page: "The viewer",
};

export class Buttons {
  private readonly made: { button: HTMLButtonElement; action: Action }[] = [];

  constructor(
    private readonly icons: string,
    private readonly press: (action: Action) => void,
  ) {}

  group(group: Group, words = false): HTMLElement {
    const place = make("div", "fl-dv-group", {
      role: "group",
      "aria-label": GROUP_WORDS[group],
      "data-group": group,
    });
    place.append(...keysOf(group).map((key) => this.button(key, words)));
    return place;
  }

  private button([key, word, icon, action]: Key, hasWord: boolean): HTMLButtonElement {
    const button = make("button", "btn btn-sm btn-quiet fl-dv-button", {
      type: "button",
      title: `${word} (${key})`,
      "data-key": key,
      "data-key-word": word,
      "data-action": action,
    });
    const said = make("span", hasWord ? "fl-dv-word" : "visually-hidden", {}, word);
    button.append(sign(this.icons, icon), said);
    button.addEventListener("click", () => {
      this.press(action);
    });
    this.made.push({ button, action });
    return button;
  }

  show(pressed: Pressed): void {
    for (const { button, action } of this.made) {
      const on = pressed(action);
      if (on !== undefined) button.setAttribute("aria-pressed", String(on));
    }
  }

  /** Switches off what the run has nothing for, with the reason. */
  disable(action: string, reason: string): void {
    for (const { button } of this.made.filter((one) => one.action === action)) {
      button.disabled = true;
      button.title = reason;
    }
  }
}
