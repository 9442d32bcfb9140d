/**
 * `<farlight-line url="…" size-bytes="…" token="…">`: measures the line on a button, and writes into the page's
 * `[data-way]` parts how long each way will take. `data-best` marks what the facility says.
 */

import { fileSize, seconds } from "../../kit/units";
import { bestOf, durationOf_s, waitOf, type Line } from "./estimates";
import { measure } from "./measuring";

function inBits(bytes_per_s: number): string {
  return `${Number(((bytes_per_s * 8) / 1e6).toPrecision(3))}\u202fMbit/s (${fileSize(bytes_per_s)}/s)`;
}

export function summaryOf(line: Line): string {
  const many = inBits(Math.max(line.together_bytes_per_s, line.down_bytes_per_s));
  return `Down ${inBits(line.down_bytes_per_s)} in one stream, ${many} in four; up ${inBits(line.up_bytes_per_s)}; ${seconds(line.latency_ms / 1000)} there and back.`;
}

class LineMeter extends HTMLElement {
  private running: AbortController | null = null;

  connectedCallback(): void {
    this.button.addEventListener("click", () => {
      if (this.running) this.running.abort();
      else void this.run();
    });
  }

  disconnectedCallback(): void {
    this.running?.abort();
  }

  private get button(): HTMLButtonElement {
    const button = this.querySelector("button");
    if (!button) throw new Error("a meter has a button");
    return button;
  }

  private say(words: string): void {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = words;
  }

  private async run(): Promise<void> {
    this.running = new AbortController();
    const word = this.button.querySelector("span");
    const before = word?.textContent ?? "";
    if (word) word.textContent = "Stop";
    try {
      const url = this.getAttribute("url") ?? "";
      const line = await measure(url, this.getAttribute("token") ?? "", this.running.signal, (words) => {
        this.say(words);
      });
      this.say(summaryOf(line));
      this.advise(line);
    } catch {
      this.say(this.running.signal.aborted ? "Stopped." : "The line broke while it was measured. Try again.");
    } finally {
      if (word) word.textContent = before;
      this.running = null;
    }
  }

  private advise(line: Line): void {
    const size = Number(this.getAttribute("size-bytes"));
    const parts = [...document.querySelectorAll<HTMLElement>("[data-way]")];
    const open = parts.filter((part) => !("refused" in part.dataset));
    const ways = open.map((part) => ({ code: part.dataset.way ?? "", isBest: "best" in part.dataset }));
    const best = bestOf(ways, size, line);
    for (const part of open) {
      const code = part.dataset.way ?? "";
      const time = part.querySelector("[data-time]");
      if (time) time.textContent = `${waitOf(durationOf_s(code, size, line))} on your line`;
      const mark = part.querySelector<HTMLElement>("[data-mark]");
      if (mark) mark.hidden = code !== best;
    }
  }
}

customElements.define("farlight-line", LineMeter);
