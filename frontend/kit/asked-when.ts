/**
 * Parts of a form that are asked for only when something else is so: `<div data-shown-when="substance=new">`,
 * `<div data-hidden-when="is_harmless=on">`; selects that send their form at once: `data-submit-on-change`; and the
 * summary of what is wrong, which is read first: `data-focus-first`. Without scripts, everything is there.
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
  for (const part of root.querySelectorAll("[data-shown-when], [data-hidden-when]")) {
    const form = part.closest("form");
    if (form) show(form);
  }
  root.querySelector<HTMLElement>("[data-focus-first]")?.focus();
}

export function startQuestions(): void {
  document.addEventListener("change", (event) => {
    const { target } = event;
    const form = target instanceof Element ? target.closest("form") : null;
    if (!form || !(target instanceof HTMLElement)) return;
    if (target.hasAttribute("data-submit-on-change")) form.requestSubmit();
    else show(form);
  });
}
