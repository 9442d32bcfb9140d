/**
 * A button marked `data-print` prints the page, when all that belongs to it is there: pictures and plots come only when
 * they are seen, and paper is seen at once. Whoever prints by the browser's own menu gets what has been seen.
 */

import { TO_PRINT } from "./seeing";

const LONGEST_WAIT_MS = 6000;
const LOOK_MS = 100;

function isWaiting(root: ParentNode): boolean {
  const pictures = [...root.querySelectorAll("img")];
  return pictures.some((picture) => !picture.complete) || root.querySelector("[aria-busy=true]") !== null;
}

/** Let everything come that waits to be seen; done when it is there, or after a while. */
export async function gather(root: Document = document, longestMs = LONGEST_WAIT_MS): Promise<void> {
  for (const picture of root.querySelectorAll<HTMLImageElement>("img[loading=lazy]"))
    picture.loading = "eager";
  root.dispatchEvent(new CustomEvent(TO_PRINT));
  const end = performance.now() + longestMs;
  do await new Promise((done) => setTimeout(done, LOOK_MS));
  while (isWaiting(root) && performance.now() < end);
}

export function startPrinting(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLButtonElement>("[data-print]");
    if (!button || button.disabled) return;
    button.disabled = true;
    void gather().then(() => {
      button.disabled = false;
      window.print();
    });
  });
}
