/**
 * Parts of a form that are asked for only when something else is so: `<div data-shown-when="substance=new">`,
 * `<div data-hidden-when="is_harmless=on">`; selects that send their form at once: `data-submit-on-change`; and the
 * summary of what is wrong, which is read first: `data-focus-first`. Without scripts, everything is there.
 *
 * A key that walks through the choices of such a select changes it with every step, so then nothing is sent at once:
 * the form's button, `data-by-keys`, appears, and Enter sends it.
 */

function holds(form: HTMLFormElement, condition: string): boolean {
  const [name = "", value = ""] = condition.split("=");
  return new FormData(form).getAll(name).includes(value);
}

function show(form: HTMLFormElement): void {
  for (const part of form.querySelectorAll<HTMLElement>("[data-shown-when]"))
    part.hidden = !holds(form, part.dataset.shownWhen ?? "");
  for (const part of form.querySelectorAll<HTMLElement>("[data-hidden-when]"))
    part.hidden = holds(form, part.dataset.hiddenWhen ?? "");
}

export function bindQuestions(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLElement>("[data-by-keys]")) button.hidden = true;
  for (const part of root.querySelectorAll("[data-shown-when], [data-hidden-when]")) {
    const form = part.closest("form");
    if (form) show(form);
  }
  root.querySelector<HTMLElement>("[data-focus-first]")?.focus();
}

function sendingSelect(target: EventTarget | null): HTMLSelectElement | undefined {
  return target instanceof HTMLSelectElement && target.hasAttribute("data-submit-on-change")
    ? target
    : undefined;
}

let isWalking = false;

function watchKeys(event: KeyboardEvent): void {
  const select = sendingSelect(event.target);
  isWalking = select !== undefined && event.key !== "Enter";
  if (!select || event.key !== "Enter" || !select.form) return;
  const button = select.form.querySelector<HTMLElement>("[data-by-keys]");
  if (!button || button.hidden) return;
  event.preventDefault();
  select.form.requestSubmit();
}

function changed(select: HTMLSelectElement): void {
  const button = select.form?.querySelector<HTMLElement>("[data-by-keys]");
  if (isWalking && button) button.hidden = false;
  else select.form?.requestSubmit();
}

export function startQuestions(): void {
  document.addEventListener("keydown", watchKeys);
  document.addEventListener("pointerdown", () => {
    isWalking = false;
  });
  document.addEventListener("change", (event) => {
    const { target } = event;
    const form = target instanceof Element ? target.closest("form") : null;
    if (!form || !(target instanceof HTMLElement)) return;
    const select = sendingSelect(target);
    if (select) changed(select);
    else show(form);
  });
}
