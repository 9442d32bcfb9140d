/** Brings the session's events to the feeds of the page, and to the groups of samples. */

import { Batch } from "./batch";
import { Feed, type EntryNews } from "./feed";
import { fetchPart, wire, withQuery } from "./fragments";

const GROUPS_MS = 300;

type Detail = Record<string, unknown>;

/** Drawn in place, many times during a run. */
const IN_PLACE = new Set(["run-progressed", "run-analysed", "frames-collected", "presence-changed"]);

const feeds: Feed[] = [];

/** The cards that an event is about, as a selector; null when it is about none. */
export function cardsOf(kind: string, detail: Detail): string | null {
  if (IN_PLACE.has(kind)) return null;
  const run = detail.run ?? detail.run_number;
  if (typeof detail.entry === "number") return `[data-entry="${detail.entry}"]`;
  if (typeof run === "number") return `[data-run="${run}"]`;
  if (typeof detail.handling === "string") return `[data-handling="${CSS.escape(detail.handling)}"]`;
  return null;
}

/** Feeds that htmx brought in later are taken up, too. */
export function bindFeeds(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-feed]")) {
    if (!feeds.some((feed) => feed.root === element)) feeds.push(new Feed(element));
  }
}

export function startFeeds(): void {
  document.body.addEventListener("live-event", (event) => {
    const detail = (event as CustomEvent<Detail>).detail;
    const kind = String(detail.kind);
    if (kind === "entry-written") {
      const news = { entry: Number(detail.entry), sample_name: String(detail.sample_name) };
      for (const feed of feeds) feed.written(news);
      groupWritten(news);
      return;
    }
    const cards = cardsOf(kind, detail);
    if (cards) for (const feed of feeds) feed.changed(cards);
    if (kind === "entry-commented" || kind === "file-attached") refreshTalk(Number(detail.entry));
  });
}

const groups = new Batch<number>(GROUPS_MS, addGroups);

function groupWritten(news: EntryNews): void {
  const list = document.querySelector<HTMLElement>("[data-groups]");
  if (!list) return;
  const known = list.querySelector<HTMLElement>(`[data-group="${CSS.escape(news.sample_name)}"]`);
  const count = known?.querySelector("summary .fl-muted");
  if (count) count.textContent = String(Number(count.textContent) + 1);
  else groups.add(news.entry);
}

async function addGroups(numbers: number[]): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-groups]");
  if (!list?.dataset.groups) return;
  const asked = `after=${list.dataset.newest ?? 0}`;
  const part = await fetchPart(withQuery(list.dataset.groups, list.dataset.query ?? "", asked));
  if (!part || list.querySelector(`[data-group="${CSS.escape(part.dataset.group ?? "")}"]`)) return;
  list.prepend(part);
  list.dataset.newest = String(Math.max(...numbers));
  wire(part);
  bindFeeds(part);
}

/** What others add to an open card comes in, unless one is writing there. */
function refreshTalk(entry: number): void {
  const talk = document.querySelector<HTMLElement>(`#talk-${entry}`);
  const isWriting = [...(talk?.querySelectorAll("textarea") ?? [])].some((field) => field.value !== "");
  if (!talk || isWriting || talk.contains(document.activeElement)) return;
  const address = talk.querySelector("form")?.action.replace(/comment\/$/, "talk/");
  if (address)
    void fetchPart(address).then((part) => {
      if (part) {
        talk.replaceWith(part);
        wire(part);
      }
    });
}
