/** Pages of cards: those far from the window give their content away, and get it again before they are seen. */

import { fetchPart, wire, withQuery } from "./fragments";

/** Pages further away than this are emptied; the height of several windows, so that scrolling meets no gaps. */
export const FAR_PX = 3500;
/** What did not come is asked for again after so long. */
const AGAIN_MS = 2000;

export class Pages {
  private readonly eye = new IntersectionObserver(
    (seen) => {
      for (const entry of seen) this.look(entry.target as HTMLElement, entry.isIntersecting);
    },
    { rootMargin: `${FAR_PX}px 0px` },
  );

  constructor(
    private readonly address: string,
    private readonly query: string,
  ) {}

  watch(page: HTMLElement): void {
    this.eye.observe(page);
  }

  forget(page: HTMLElement): void {
    this.eye.unobserve(page);
  }

  private look(page: HTMLElement, isNear: boolean): void {
    if (isNear && page.dataset.empty !== undefined) void this.fill(page);
    else if (!isNear && page.dataset.empty === undefined && isFar(page) && !isInUse(page)) empty(page);
  }

  private async fill(page: HTMLElement): Promise<void> {
    delete page.dataset.empty;
    const after = `after=${Number(page.dataset.pageEnd) - 1}`;
    const part = await fetchPart(
      withQuery(this.address, this.query, after, `before=${Number(page.dataset.page) + 1}`),
    ).catch(() => null);
    if (!part) {
      page.dataset.empty = "";
      setTimeout(() => {
        if (page.dataset.empty !== undefined && !isFar(page)) void this.fill(page);
      }, AGAIN_MS);
      return;
    }
    const cards = [...part.children] as HTMLElement[];
    keepHeight(page, cards);
    page.replaceChildren(...cards);
    page.style.height = "";
    wire(...cards);
  }
}

/** Until cards have been drawn they are as high as those that stood there, so that nothing jumps. */
function keepHeight(page: HTMLElement, cards: HTMLElement[]): void {
  const each_px = (parseFloat(page.style.height) / cards.length).toFixed(1);
  if (Number(each_px) > 0)
    for (const card of cards) card.style.containIntrinsicBlockSize = `auto ${each_px}px`;
}

/** Really far, and not only for the moment in which a window is made anew or a group is folded. */
function isFar(page: HTMLElement): boolean {
  const { top, bottom, height } = page.getBoundingClientRect();
  return height > 0 && (bottom < -FAR_PX || top > innerHeight + FAR_PX);
}

/** Somebody reads, types or stands in it. */
function isInUse(page: HTMLElement): boolean {
  return page.contains(document.activeElement) || page.querySelector("details[open]") !== null;
}

function empty(page: HTMLElement): void {
  if (page.childElementCount === 0) return;
  page.style.height = `${page.getBoundingClientRect().height}px`;
  page.dataset.empty = "";
  page.replaceChildren();
}
