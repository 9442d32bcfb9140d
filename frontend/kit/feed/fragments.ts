/** Pieces of pages from the server, and how they come into the page: htmx keeps what is marked, and wires the rest. */

import htmx from "htmx.org";

export async function fetchPart(address: string): Promise<HTMLElement | null> {
  const response = await fetch(address, {
    headers: { "HX-Request": "true" },
    credentials: "same-origin",
  });
  if (!response.ok || new URL(response.url).pathname.startsWith("/accounts/")) return null;
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  return holder.content.firstElementChild as HTMLElement | null;
}

export function withQuery(address: string, ...queries: string[]): string {
  return `${address}?${queries.filter(Boolean).join("&")}`;
}

/** Puts new elements in place and wires them. */
export function wire(...elements: Element[]): void {
  for (const element of elements) htmx.process(element);
  for (const element of elements) htmx.trigger(element, "htmx:load", { elt: element });
}

/** Replaces a card by what it is now; what is being typed, watched or read in it stays. */
export function replaceCard(old: HTMLElement, now: Element): void {
  const hadFocus = document.activeElement === old;
  const { id } = old;
  htmx.swap(old, now.outerHTML, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
  if (hadFocus) document.getElementById(id)?.focus({ preventScroll: true });
}
