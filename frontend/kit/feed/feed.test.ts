import { beforeEach, expect, test, vi } from "vitest";
import { Batch } from "./batch";
import { Feed } from "./feed";
import { bindFeeds, cardsOf, startFeeds } from "./index";

// The library needs XPath, which the test's page does not have; of it only this is used.
vi.mock("htmx.org", () => ({
  default: {
    process: () => undefined,
    trigger: () => undefined,
    swap: (target: Element, content: string) => {
      target.outerHTML = content;
    },
  },
}));

class NoEye {
  observe(): void {
    return;
  }
  unobserve(): void {
    return;
  }
}

let asked: string[] = [];
let answers: Record<string, string> = {};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IntersectionObserver", NoEye);
  asked = [];
  answers = {};
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    const answer = answers[address];
    if (answer === undefined) return Promise.reject(new TypeError("no line"));
    return Promise.resolve({ ok: true, url: `http://x${address}`, text: () => Promise.resolve(answer) });
  });
  document.body.innerHTML = `<div data-feed="/cards" data-query="kind=" data-newest="2">${page([2, 1])}</div>`;
});

function card(entry: number, word = ""): string {
  return `<article id="run-${entry}" data-entry="${entry}" data-run="${entry}">${entry}${word}</article>`;
}

function page(entries: number[], next = "", words: Record<number, string> = {}): string {
  const cards = entries.map((entry) => card(entry, words[entry]));
  return `<section data-page="${entries[0] ?? 0}" data-page-end="${entries.at(-1) ?? 0}" data-page-next="${next}">${cards.join("")}</section>`;
}

function feed(): Feed {
  return new Feed(document.querySelector<HTMLElement>("[data-feed]") ?? document.body);
}

function shown(): string[] {
  return [...document.querySelectorAll("article")].map((article) => article.textContent);
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(2000);
}

test("cards that come together lead to one request, and stand on top once", async () => {
  answers["/cards?kind=&after=2"] = page([4, 3]);
  const a = feed();
  a.written({ entry: 3, sample_name: "" });
  a.written({ entry: 4, sample_name: "" });
  await settle();
  a.written({ entry: 3, sample_name: "" });
  await settle();
  expect(asked).toEqual(["/cards?kind=&after=2"]);
  expect(shown()).toEqual(["4", "3", "2", "1"]);
});

test("what could not be fetched is fetched again, not lost", async () => {
  const a = feed();
  a.written({ entry: 3, sample_name: "" });
  await vi.advanceTimersByTimeAsync(130);
  answers["/cards?kind=&after=2"] = page([3]);
  await settle();
  expect(shown()).toEqual(["3", "2", "1"]);
});

test("an empty feed becomes one to those who hear it", async () => {
  document.body.innerHTML = `<div data-feed="/cards" data-query="kind=" data-newest="0" role="group"><div data-feed-empty>Nothing</div></div>`;
  answers["/cards?kind=&after=0"] = page([1]);
  feed().written({ entry: 1, sample_name: "" });
  await settle();
  expect(document.querySelector("[data-feed]")?.getAttribute("role")).toBe("feed");
  expect(shown()).toEqual(["1"]);
});

test("after a long absence the feed begins anew", async () => {
  answers["/cards?kind=&after=2"] = page([99, 98], "98");
  feed().written({ entry: 99, sample_name: "" });
  await settle();
  expect(shown()).toEqual(["99", "98"]);
  expect(document.querySelector<HTMLElement>("[data-feed-more]")?.dataset.feedMore).toBe("98");
});

test("a card that changes often is fetched once, and only that card", async () => {
  answers["/cards?kind=&entries=2"] = page([2], "", { 2: " done" });
  const a = feed();
  for (let times = 0; times < 5; times++) a.changed('[data-run="2"]');
  a.changed('[data-run="77"]');
  await settle();
  expect(asked).toEqual(["/cards?kind=&entries=2"]);
  expect(shown()).toEqual(["2 done", "1"]);
});

test("a group of a sample takes only what is about it, once it is open", () => {
  document.body.innerHTML = `<div data-feed="/cards" data-query="" data-newest="2" data-sample="a"><div data-feed-more=""></div></div>`;
  feed().written({ entry: 3, sample_name: "a" });
  document.body.innerHTML = `<div data-feed="/cards" data-query="" data-newest="2" data-sample="a"></div>`;
  feed().written({ entry: 3, sample_name: "b" });
  vi.advanceTimersByTime(2000);
  expect(asked).toEqual([]);
});

test("events are told to cards by their run, their handling or their entry; frequent ones to none", () => {
  expect(cardsOf("run-ended", { run: 3 })).toBe('[data-run="3"]');
  expect(cardsOf("collection-ended", { run_number: 3 })).toBe('[data-run="3"]');
  expect(cardsOf("handling-ended", { handling: "h-1" })).toBe('[data-handling="h-1"]');
  expect(cardsOf("entry-commented", { entry: 9, run: 3 })).toBe('[data-entry="9"]');
  expect(cardsOf("run-progressed", { run: 3 })).toBeNull();
  expect(cardsOf("session-moved", {})).toBeNull();
});

test("the page's events reach its feeds", async () => {
  answers["/cards?kind=&after=2"] = page([3]);
  startFeeds();
  bindFeeds(document);
  const detail = { kind: "entry-written", entry: 3, sample_name: "" };
  document.body.dispatchEvent(new CustomEvent("live-event", { detail }));
  await settle();
  expect(shown()).toEqual(["3", "2", "1"]);
});

test("what is asked for while the work is done is done after, all at once", async () => {
  const done: number[][] = [];
  const batch = new Batch<number>(10, async (things) => {
    done.push(things);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  batch.add(1, 1);
  await vi.advanceTimersByTimeAsync(20);
  batch.add(2);
  batch.add(3);
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toEqual([[1], [2, 3]]);
});
