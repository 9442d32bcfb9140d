/** A form that takes a file by dropping it: `data-drop`. The file input stays, for keyboard and file dialog. */

function formOf(event: Event): HTMLFormElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-drop]") : null;
}

function tell(form: HTMLFormElement): void {
  const file = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  const words = form.querySelector<HTMLElement>("[data-drop-name]");
  if (file && words)
    words.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1000)).toString()} kB`;
}

function over(event: DragEvent): void {
  const form = formOf(event);
  if (!form || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form.dataset.over = "";
}

function leave(event: DragEvent): void {
  const form = formOf(event);
  if (form && !(event.relatedTarget instanceof Node && form.contains(event.relatedTarget)))
    delete form.dataset.over;
}

export function drop(event: DragEvent): void {
  const form = formOf(event);
  const input = form?.querySelector<HTMLInputElement>("input[type=file]");
  if (!form || !input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  delete form.dataset.over;
  input.files = event.dataTransfer.files;
  tell(form);
  form.requestSubmit();
}

export function startDropping(): void {
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", drop);
  document.addEventListener("change", (event) => {
    const form = formOf(event);
    if (form) tell(form);
  });
}
