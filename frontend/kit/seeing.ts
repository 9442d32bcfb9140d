/** Work that waits until somebody can see what it is for: the element comes near the window, or the page is printed. */

/** Said to the document before it is printed: whatever waits to be seen starts. */
export const TO_PRINT = "page-to-print";

/** Starts once; what is returned ends the waiting. */
export function whenSeen(element: Element, start: () => void): () => void {
  const stop = (): void => {
    eye.disconnect();
    document.removeEventListener(TO_PRINT, begin);
  };
  const begin = (): void => {
    stop();
    start();
  };
  const eye = new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting)) begin();
  });
  eye.observe(element);
  document.addEventListener(TO_PRINT, begin);
  return stop;
}
