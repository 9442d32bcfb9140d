/** Sets light or dark before the first paint; loaded as a plain script in the head. */

const KEY = "farlight-theme";

function wanted(): string {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function apply(): void {
  document.documentElement.dataset.bsTheme = wanted();
  document.dispatchEvent(new CustomEvent("theme-changed"));
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element) || !target.closest("[data-theme-switch]")) return;
  localStorage.setItem(KEY, wanted() === "dark" ? "light" : "dark");
  apply();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
apply();

export {};
