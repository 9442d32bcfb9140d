/** `<farlight-readiness session="…" token="…">`: on its button, looks at everything and keeps it on the server. */

import { look } from "./looking";

class ReadinessCheck extends HTMLElement {
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
    if (!button) throw new Error("a check has a button");
    return button;
  }

  private say(words: string): void {
    const place = this.querySelector("[data-said]");
    if (place) place.textContent = words;
  }

  private async run(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    const word = this.button.querySelector("span");
    if (word) word.textContent = "Stop";
    try {
      await this.keep(running.signal);
      this.say("Checked. What was found stands below.");
      window.htmx.trigger(document.body, "set-up-checked", {});
    } catch {
      this.say(running.signal.aborted ? "Stopped." : "The line broke meanwhile. Try again.");
    } finally {
      if (word) word.textContent = "Check again";
      this.running = null;
    }
  }

  private async keep(stop: AbortSignal): Promise<void> {
    const session = this.getAttribute("session") ?? "";
    const token = this.getAttribute("token") ?? "";
    const found = await look(session, token, stop, (words) => {
      this.say(words);
    });
    const response = await fetch(`/api/v1/sessions/${session}/readiness`, {
      method: "POST",
      body: JSON.stringify(found),
      signal: stop,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    });
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  }
}

customElements.define("farlight-readiness", ReadinessCheck);
