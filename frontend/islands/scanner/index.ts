/**
 * `<farlight-scanner>`: scanning in stores and at beamlines, also without network.
 *
 * Attributes: `person` (login name), `things` and `scans` (addresses of the REST interface), `decoder` and `wasm` (what
 * reads pictures), `offline` (the service worker), `icons` (the sprite). Its parts come with the page, marked `data-part`.
 */

import { signsAt } from "./dom";
import { feel, isLoud, setLoud } from "./feedback";
import { bindPhotograph } from "./photograph";
import { Screen } from "./screen";
import { WebServer } from "./server";
import { Viewfinder } from "./viewfinder";
import { listenToWedge } from "./wedge";
import { Work } from "./work";

class Scanner extends HTMLElement {
  private work: Work | null = null;
  private screen: Screen | null = null;
  private stops: (() => void)[] = [];

  connectedCallback(): void {
    signsAt(this.named("icons"));
    void this.begin();
  }

  disconnectedCallback(): void {
    for (const stop of this.stops) stop();
  }

  private named(name: string): string {
    return this.getAttribute(name) ?? "";
  }

  private piece(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the page has no part ${name}`);
    return found;
  }

  private async begin(): Promise<void> {
    const server = new WebServer(this.named("things"), this.named("scans"));
    this.work = await Work.begin(this.named("person"), server, () => {
      this.screen?.draw();
    });
    this.screen = this.makeScreen(this.work);
    this.screen.draw();
    this.bindCode(this.work);
    bindPhotograph(this.piece("picture") as HTMLInputElement, this.work);
    this.bindSounds();
    this.stops.push(listenToWedge((text) => void this.work?.desk.scanned(text)));
    this.bindNetwork(this.work);
    await this.beginCamera(this.work);
    this.dataset.ready = "";
  }

  private makeScreen(work: Work): Screen {
    const parts = {
      line: this.piece("line"),
      told: this.piece("told"),
      card: this.piece("card"),
      question: this.piece("question"),
      answers: this.piece("answers"),
      trail: this.piece("trail"),
      photograph: this.piece("photograph"),
    };
    return new Screen(parts, work, {
      undo: (entry) => void work.desk.undo(entry.scan, entry.title),
      drop: (entry) => void work.drop(entry),
      accept: (entry, thing) => void work.desk.accept(entry.client_id, thing),
    });
  }

  private async beginCamera(work: Work): Promise<void> {
    const viewfinder = new Viewfinder(
      {
        box: this.piece("camera"),
        video: this.piece("video") as HTMLVideoElement,
        begin: this.piece("begin") as HTMLButtonElement,
        lamp: this.piece("lamp") as HTMLButtonElement,
        end: this.piece("end") as HTMLButtonElement,
        problem: this.piece("problem"),
      },
      { worker: this.named("decoder"), wasm: new URL(this.named("wasm"), location.href).href },
      (text) => void work.desk.scanned(text),
    );
    await viewfinder.beginAgain();
  }

  private bindCode(work: Work): void {
    const form = this.piece("typed");
    const field = this.piece("code") as HTMLInputElement;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value;
      field.value = "";
      if (text.trim()) void work.desk.scanned(text);
    });
  }

  private bindSounds(): void {
    const sounds = this.piece("sounds");
    sounds.ariaPressed = String(isLoud());
    sounds.addEventListener("click", () => {
      setLoud(!isLoud());
      sounds.ariaPressed = String(isLoud());
      feel("done");
    });
  }

  private bindNetwork(work: Work): void {
    const catchUp = (): void => {
      if (!document.hidden) void work.catchUp();
    };
    addEventListener("online", catchUp);
    document.addEventListener("visibilitychange", catchUp);
    this.stops.push(() => {
      removeEventListener("online", catchUp);
      document.removeEventListener("visibilitychange", catchUp);
    });
    catchUp();
    if ("serviceWorker" in navigator)
      void navigator.serviceWorker.register(this.named("offline"), { scope: "/scan/" }).catch(() => {
        this.dataset.noOffline = "";
      });
  }
}

customElements.define("farlight-scanner", Scanner);
