/** A button marked `data-print` prints the page; what is folded away on the screen is shown on paper. */

export function startPrinting(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}
