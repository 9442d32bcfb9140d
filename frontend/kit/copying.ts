/** A button that copies what a field holds: `data-copy="#key"`. Where the browser does not let it, the text is chosen. */

const SAID_MS = 2500;

async function copy(button: HTMLElement): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(button.dataset.copy ?? "");
  if (!field) return;
  const word = button.querySelector<HTMLElement>("[data-copy-word]");
  const before = word?.dataset.copyBefore ?? word?.textContent ?? "";
  field.select();
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    said = "Press Ctrl+C";
  }
  if (!word) return;
  word.dataset.copyBefore = before;
  word.textContent = said;
  setTimeout(() => {
    word.textContent = before;
  }, SAID_MS);
}

export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
}
