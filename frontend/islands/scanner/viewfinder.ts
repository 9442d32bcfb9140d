/** The camera's part of the page: a button to begin, the picture, the lamp. */

import { Camera, wordsForCamera } from "./camera";
import { make, sign } from "./dom";

export interface ViewfinderParts {
  box: HTMLElement;
  video: HTMLVideoElement;
  begin: HTMLButtonElement;
  lamp: HTMLButtonElement;
  end: HTMLButtonElement;
  problem: HTMLElement;
}

const KEY = "farlight-scan-camera";

export class Viewfinder {
  private readonly camera: Camera;
  private isLit = false;

  constructor(
    private readonly parts: ViewfinderParts,
    urls: { worker: string; wasm: string },
    onCode: (text: string) => void,
  ) {
    this.camera = new Camera(parts.video, urls, onCode, (words) => {
      this.say(`The camera's pictures cannot be read here: ${words}`);
    });
    parts.begin.addEventListener("click", () => void this.begin());
    parts.end.addEventListener("click", () => {
      this.end();
    });
    parts.lamp.addEventListener("click", () => {
      this.isLit = !this.isLit;
      parts.lamp.ariaPressed = String(this.isLit);
      void this.camera.lamp(this.isLit);
    });
  }

  /** Begins by itself where the camera was used last and the browser need not ask. */
  async beginAgain(): Promise<void> {
    if (localStorage.getItem(KEY) !== "on") return;
    const asked = await navigator.permissions.query({ name: "camera" }).catch(() => null);
    if (asked?.state === "granted") await this.begin();
  }

  private async begin(): Promise<void> {
    this.parts.problem.replaceChildren();
    try {
      await this.camera.start();
    } catch (error) {
      this.say(wordsForCamera(error));
      return;
    }
    localStorage.setItem(KEY, "on");
    this.parts.box.dataset.on = "";
    this.parts.lamp.hidden = !this.camera.hasLamp;
    this.parts.end.focus();
  }

  private end(): void {
    localStorage.setItem(KEY, "off");
    this.camera.stop();
    delete this.parts.box.dataset.on;
    this.parts.begin.focus();
  }

  private say(words: string): void {
    this.parts.problem.replaceChildren(make("p", "fl-scan-warning", {}, sign("alert-triangle"), words));
  }
}
