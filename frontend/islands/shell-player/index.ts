/**
 * `<shell-player>`: plays a recorded shell. The page brings the buttons; `data-src` is where the recording is.
 *
 * Nothing is fetched before somebody wants it, for that it was read is written down.
 */

import { castIn, matchesOf, type Match } from "./cast";
import { Screen } from "./screen";

const STEP_S = 5;

function clock(at_s: number): string {
  const whole_s = Math.floor(at_s);
  const [h, min, s] = [Math.floor(whole_s / 3600), Math.floor(whole_s / 60) % 60, whole_s % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${String(h)}:${two(min)}:${two(s)}` : `${String(min)}:${two(s)}`;
}

export class ShellPlayer extends HTMLElement {
  private screen: Screen | undefined;
  private places: Match[] = [];
  private place = -1;
  private frame = 0;

  connectedCallback(): void {
    this.piece("open").addEventListener("click", () => void this.open());
    this.piece("toggle").addEventListener("click", () => this.screen?.toggle());
    this.piece("full").addEventListener("click", () => void this.requestFullscreen());
    this.piece("seek").addEventListener(
      "input",
      () => void this.screen?.seek(this.piece("seek").valueAsNumber),
    );
    this.piece("speed").addEventListener("change", () =>
      this.screen?.playAt(Number(this.piece("speed").value)),
    );
    this.piece("short").addEventListener("change", () => {
      this.screen?.shorten(this.piece("short").checked);
      this.look();
    });
    this.piece("words").addEventListener("input", this.look);
    this.piece("find").addEventListener("submit", this.onFind);
    this.piece("terminal").addEventListener("keydown", this.onKey, { capture: true });
  }

  disconnectedCallback(): void {
    cancelAnimationFrame(this.frame);
    this.screen?.dispose();
    this.screen = undefined;
  }

  /** A part of the page by its name; the template has them all. */
  private piece(name: string): HTMLInputElement {
    const found = this.querySelector<HTMLInputElement>(`[data-${name}]`);
    if (found === null) throw new Error(`the player has no ${name}`);
    return found;
  }

  private async open(): Promise<void> {
    this.piece("open").disabled = true;
    this.say("Fetching …");
    try {
      const answer = await fetch(this.dataset.src ?? "", { headers: { Accept: "application/x-asciicast" } });
      if (!answer.ok)
        throw new Error(sentences[answer.status] ?? `The server answers ${String(answer.status)}.`);
      this.show(await answer.text());
    } catch (error) {
      this.say(error instanceof Error ? error.message : "It could not be fetched.");
      this.piece("open").disabled = false;
    }
  }

  private show(text: string): void {
    const cast = castIn(text);
    const lost = cast.unreadable === 1 ? "One line" : `${String(cast.unreadable)} lines`;
    this.say(cast.unreadable > 0 ? `${lost} of the file cannot be read; the rest is shown.` : "");
    if (cast.moments.length === 0) {
      this.say("Nothing was shown in this shell.");
      return;
    }
    this.piece("cover").hidden = true;
    this.piece("bar").hidden = false;
    this.screen = new Screen(this.piece("terminal"), cast, { changed: this.draw });
    this.screen.toggle();
    this.piece("toggle").focus();
    this.draw();
  }

  private readonly draw = (): void => {
    cancelAnimationFrame(this.frame);
    const screen = this.screen;
    if (screen === undefined) return;
    const [now, end] = [clock(screen.now_s), clock(screen.end_s)];
    const seek = this.piece("seek");
    seek.max = String(screen.end_s);
    seek.value = String(screen.now_s);
    seek.setAttribute("aria-valuetext", `${now} of ${end}`);
    this.piece("time").textContent = `${now} / ${end}`;
    this.piece("toggle").setAttribute("aria-pressed", String(screen.isPlaying));
    if (screen.isPlaying) this.frame = requestAnimationFrame(this.draw);
  };

  private readonly look = (): void => {
    const words = this.piece("words").value;
    this.places = matchesOf(words, this.screen?.moments ?? []);
    this.place = -1;
    const count = this.places.length;
    const told =
      count === 0 ? "Not shown in this shell." : `${String(count)} ${count === 1 ? "place" : "places"}`;
    this.piece("found").textContent = words.trim() === "" ? "" : told;
  };

  private readonly onFind = (event: SubmitEvent): void => {
    event.preventDefault();
    const count = this.places.length;
    if (count === 0) return;
    const isBack = event.submitter instanceof HTMLElement && event.submitter.dataset.back !== undefined;
    const step = isBack ? -1 : 1;
    this.place = this.place === -1 && isBack ? count - 1 : (this.place + step + count) % count;
    const here = this.places[this.place];
    if (here === undefined) return;
    if (this.screen?.isPlaying === true) this.screen.toggle();
    void this.screen?.seek(here.at_s);
    this.piece("found").textContent =
      `${String(this.place + 1)} of ${String(count)}, at ${clock(here.at_s)}: ${here.line}`;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { screen } = this;
    if (screen === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const ways: Record<string, () => void> = {
      " ": () => {
        screen.toggle();
      },
      ArrowLeft: () => void screen.seek(screen.now_s - STEP_S),
      ArrowRight: () => void screen.seek(screen.now_s + STEP_S),
      Home: () => void screen.seek(0),
      End: () => void screen.seek(screen.end_s),
    };
    event.stopPropagation();
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    way();
  };

  private say(words: string): void {
    this.piece("said").textContent = words;
  }
}

const sentences: Record<number, string> = {
  403: "You may not read it now. Load the page again: it says why.",
  404: "The recording is not there any more, or you may not read it any more.",
};

customElements.define("shell-player", ShellPlayer);
