/**
 * What changed while a panel was being fetched. A panel that replaces itself loses the events that came between
 * its asking and its answer: htmx keeps them with the element that is gone. Here it is asked for once more.
 */

import htmx from "htmx.org";

const PANELS = "[hx-get][hx-trigger*='from:body']";
const TOGETHER_MS = 100;

const heard = new Map<string, number>();
const asked = new WeakMap<XMLHttpRequest, number>();

/** The events of the page that a panel is fetched for: those of `a from:body delay:100ms, load, b from:body`. */
export function eventsOf(trigger: string): string[] {
  return trigger
    .split(",")
    .filter((one) => one.includes("from:body"))
    .map((one) => one.trim().split(/\s+/)[0] ?? "");
}

function panelsIn(root: Element): HTMLElement[] {
  const inside = [...root.querySelectorAll<HTMLElement>(PANELS)];
  return root instanceof HTMLElement && root.matches(PANELS) ? [root, ...inside] : inside;
}

function eventsFor(panel: HTMLElement): string[] {
  return eventsOf(panel.getAttribute("hx-trigger") ?? "");
}

function listenFor(root: Element): void {
  for (const event of panelsIn(root).flatMap(eventsFor)) {
    if (heard.has(event)) continue;
    heard.set(event, -Infinity);
    document.body.addEventListener(event, () => heard.set(event, performance.now()));
  }
}

function askAgain(panel: HTMLElement): void {
  if (!panel.isConnected) return;
  void htmx.ajax("get", panel.getAttribute("hx-get") ?? "", { source: panel });
}

/** Hears the page's events from now on, and fetches a panel again that came without what happened on its way. */
export function startMissed(): void {
  listenFor(document.body);
  document.addEventListener("htmx:beforeSend", (event) => {
    asked.set((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr, performance.now());
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr?: XMLHttpRequest }>).detail;
    listenFor(elt);
    const since = xhr && asked.get(xhr);
    if (since === undefined) return;
    for (const panel of panelsIn(elt)) {
      if (eventsFor(panel).every((name) => (heard.get(name) ?? -Infinity) < since)) continue;
      setTimeout(askAgain, TOGETHER_MS, panel);
    }
  });
}
