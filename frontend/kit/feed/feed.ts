/**
 * The feed of a session: new cards come on top, cards change one by one, older ones come while scrolling.
 *
 * Nothing is asked for unless an event says that something changed; events that come together (after a broken line,
 * hundreds) lead to one request for the new cards and one for those that changed.
 */

import { Batch } from "./batch";
import { fetchPart, replaceCard, wire, withQuery } from "./fragments";
import { Pages } from "./pages";

const GROW_MS = 120;
const CHANGE_MS = 250;
const MOST_AT_ONCE = 100;
const LARGEST_PAGE = 40;
const AHEAD_PX = 1800;

export interface EntryNews {
  entry: number;
  sample_name: string;
}

export class Feed {
  private newest: number;
  private readonly address: string;
  private readonly query: string;
  private readonly pages: Pages;
  private readonly growing = new Batch<number>(GROW_MS, (numbers) => this.grow(Math.max(...numbers)));
  private readonly changing = new Batch<string>(CHANGE_MS, (numbers) => this.change(numbers));
  private readonly ahead = new IntersectionObserver(
    (seen) => {
      if (seen.some((entry) => entry.isIntersecting)) void this.more();
    },
    { rootMargin: `${AHEAD_PX}px 0px` },
  );

  constructor(readonly root: HTMLElement) {
    this.address = root.dataset.feed ?? "";
    this.query = root.dataset.query ?? "";
    this.newest = Number(root.dataset.newest ?? 0);
    this.pages = new Pages(this.address, this.query);
    for (const page of root.querySelectorAll<HTMLElement>("[data-page]")) this.pages.watch(page);
    if (this.sentinel) this.ahead.observe(this.sentinel);
  }

  /** An entry was written: it comes on top, if the feed shows what is newest and of its sample. */
  written(news: EntryNews): void {
    const { sample, still } = this.root.dataset;
    const isElsewhere = sample !== undefined && sample !== news.sample_name;
    if (isElsewhere || still !== undefined || this.isUnopened || news.entry <= this.newest) return;
    this.growing.add(news.entry);
  }

  /** Something that a card shows has changed. */
  changed(selector: string): void {
    for (const card of this.root.querySelectorAll<HTMLElement>(selector)) {
      if (card.dataset.entry) this.changing.add(card.dataset.entry);
    }
  }

  private get sentinel(): HTMLElement | null {
    return this.root.querySelector<HTMLElement>("[data-feed-more]");
  }

  private get isUnopened(): boolean {
    return this.sentinel?.dataset.feedMore === "";
  }

  private async grow(upTo: number): Promise<void> {
    const part = await this.part(`after=${this.newest}`);
    if (!part) {
      this.growing.add(upTo);
      return;
    }
    this.newest = Math.max(this.newest, upTo, Number(part.dataset.page));
    if (part.childElementCount === 0) return;
    this.fill();
    if (part.dataset.pageNext) this.beginAnew(part);
    else this.prepend(part);
  }

  /** What was empty is a feed now, to those who hear the page too. */
  private fill(): void {
    const empty = this.root.querySelector("[data-feed-empty]");
    if (!empty) return;
    empty.remove();
    this.root.setAttribute("role", "feed");
  }

  private prepend(part: HTMLElement): void {
    const cards = [...part.children];
    const first = this.root.querySelector<HTMLElement>("[data-page]");
    const isRoom = first && first.dataset.empty === undefined && first.childElementCount < LARGEST_PAGE;
    if (first && isRoom) {
      first.prepend(...cards);
      first.dataset.page = part.dataset.page ?? "";
      if (!Number(first.dataset.pageEnd)) first.dataset.pageEnd = part.dataset.pageEnd ?? "";
    } else {
      this.root.prepend(part);
      this.pages.watch(part);
    }
    wire(...cards);
  }

  /** So much came while the line was broken that it is no part of the feed any more, but its new beginning. */
  private beginAnew(part: HTMLElement): void {
    for (const page of this.root.querySelectorAll<HTMLElement>("[data-page]")) {
      this.pages.forget(page);
      page.remove();
    }
    this.root.prepend(part);
    this.pages.watch(part);
    wire(...part.children);
    this.setMore(part.dataset.pageNext ?? "");
  }

  private async more(): Promise<void> {
    const { sentinel } = this;
    if (!sentinel || sentinel.dataset.busy !== undefined) return;
    sentinel.dataset.busy = "";
    this.root.ariaBusy = "true";
    const part = await this.part(`before=${sentinel.dataset.feedMore}`);
    this.root.ariaBusy = "false";
    delete sentinel.dataset.busy;
    if (!part) return;
    sentinel.before(part);
    this.newest = Math.max(this.newest, Number(part.dataset.page));
    this.pages.watch(part);
    wire(...part.children);
    this.setMore(part.dataset.pageNext ?? "");
  }

  private setMore(cursor: string): void {
    let { sentinel } = this;
    if (sentinel) this.ahead.unobserve(sentinel);
    if (!cursor) {
      sentinel?.remove();
      return;
    }
    if (!sentinel) {
      sentinel = document.createElement("div");
      this.root.append(sentinel);
    }
    sentinel.dataset.feedMore = cursor;
    this.ahead.observe(sentinel);
  }

  private async change(numbers: string[]): Promise<void> {
    for (let at = 0; at < numbers.length; at += MOST_AT_ONCE) {
      const part = await this.part(`entries=${numbers.slice(at, at + MOST_AT_ONCE).join(",")}`);
      for (const now of [...(part?.children ?? [])]) {
        const old = this.root.querySelector<HTMLElement>(
          `[data-entry="${now.getAttribute("data-entry") ?? ""}"]`,
        );
        if (old) replaceCard(old, now);
      }
    }
  }

  private part(asked: string): Promise<HTMLElement | null> {
    return fetchPart(withQuery(this.address, this.query, asked)).catch(() => null);
  }
}
