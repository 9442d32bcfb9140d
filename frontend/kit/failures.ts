/** What the reader sees when htmx could not fetch or do something: the reasons, not silence. */

interface SwapDetail {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
}

function show(...content: (Node | string)[]): void {
  const place = document.querySelector("#messages");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "fl-message fl-message-error";
  note.append(...content);
  place.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

/** The reasons that a refusal's page lists, ready to be shown on this page; null when it lists none. */
export function refusalIn(html: string): Element | null {
  return new DOMParser().parseFromString(html, "text/html").querySelector(".fl-refusal");
}

export function wordsFor(status: number): string {
  if (status === 0) return "The server does not answer. What you see may be old; try again in a moment.";
  if (status === 404) return "This is not there any more, or it is not yours to see. Reload the page.";
  if (status === 409) return "This has changed meanwhile. Reload the page to see how it stands.";
  return `The server could not do this (${status}). Try again in a moment.`;
}

/** Says it where the part would have stood, when it still says that it is loading. */
function tellLoading(target: Element | null): void {
  const waiting = target?.querySelector("[data-loading]") ?? target?.closest("[data-loading]");
  if (waiting) waiting.textContent = "This part could not be loaded.";
}

export function startFailures(): void {
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, target } = (event as CustomEvent<{ xhr: XMLHttpRequest; target: Element | null }>).detail;
    const refusal = refusalIn(xhr.responseText);
    if (refusal) document.querySelector("#messages")?.replaceChildren(document.importNode(refusal, true));
    else show(wordsFor(xhr.status));
    tellLoading(target);
  });
  document.addEventListener("htmx:sendError", (event) => {
    show(wordsFor(0));
    tellLoading((event as CustomEvent<{ target: Element | null }>).detail.target);
  });
  // Who was logged out meanwhile gets the page to log in, not a form within a panel.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const detail = (event as CustomEvent<SwapDetail>).detail;
    if (!new URL(detail.xhr.responseURL || "/", location.href).pathname.startsWith("/accounts/login/"))
      return;
    detail.shouldSwap = false;
    location.reload();
  });
}
