/**
 * What a form would come to, asked of the server while one types: `<div data-outlook="/address">` within a form.
 *
 * The answer is a piece of page. Whatever fails is left out: the form itself says everything when it is sent.
 */

const PAUSE_MS = 300;

class Outlook {
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly form: HTMLFormElement,
  ) {}

  start(): void {
    const later = (): void => {
      this.stop();
      this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
    };
    this.form.addEventListener("input", later);
    this.form.addEventListener("submit", () => {
      this.stop();
    });
    if (!this.form.querySelector("[aria-invalid]")) void this.ask();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  private async ask(): Promise<void> {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const answer = await fetch(this.place.dataset.outlook ?? "", {
        method: "POST",
        body: new FormData(this.form),
        signal,
      });
      if (answer.ok && !answer.redirected) this.place.innerHTML = await answer.text();
    } catch {
      this.place.replaceChildren();
    }
  }
}

export function startOutlooks(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-outlook]")) {
    const form = place.closest("form");
    if (form) new Outlook(place, form).start();
  }
}
