/** A menu made of `<details>` closes with Escape and when something else is chosen. */

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    closeMenus(event.target instanceof Node ? event.target : null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>("details.fl-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

function closeMenus(chosen: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.fl-menu[open]")) {
    if (!chosen || !menu.contains(chosen)) menu.open = false;
  }
}
