/**
 * Things of a table that are chosen together: `<form data-ticks>` with boxes that carry `data-size`, one box
 * `data-tick-all`, words in `data-tick-count`, and buttons `data-needs-tick` that work once something is chosen.
 */

import { fileSize } from "./units";

function boxes(form: HTMLElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox][name]")];
}

export function wordsFor(count: number, size_bytes: number): string {
  if (count === 0) return "Tick files or folders to take them together.";
  const size = size_bytes > 0 ? `, files of ${fileSize(size_bytes)}` : "";
  return `${count} chosen${size}`;
}

export function showTicks(form: HTMLElement): void {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked);
  const size_bytes = chosen.reduce((sum, box) => sum + Number(box.dataset.size ?? 0), 0);
  const words = form.querySelector<HTMLElement>("[data-tick-count]");
  if (words) words.textContent = wordsFor(chosen.length, size_bytes);
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-needs-tick]")) {
    button.disabled = chosen.length === 0;
  }
  const master = form.querySelector<HTMLInputElement>("[data-tick-all]");
  if (!master) return;
  master.checked = chosen.length > 0 && chosen.length === all.length;
  master.indeterminate = chosen.length > 0 && chosen.length < all.length;
}

export function startTicks(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
    const form = box.closest<HTMLElement>("[data-ticks]");
    if (!form) return;
    if (box.hasAttribute("data-tick-all")) for (const other of boxes(form)) other.checked = box.checked;
    showTicks(form);
  });
  for (const form of document.querySelectorAll<HTMLElement>("[data-ticks]")) showTicks(form);
}
