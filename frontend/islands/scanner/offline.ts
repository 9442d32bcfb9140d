/**
 * The service worker of the scanning page: without network the page opens from what the phone kept.
 *
 * The server's line before this script says what belongs to the page: `self.FARLIGHT_SHELL`. What is there comes from
 * the network when that answers in time, so that nobody works with an old page; else from the phone.
 */

interface Shell {
  version: string;
  page: string;
  files: string[];
}

interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface AskedEvent extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface OfflineScope {
  FARLIGHT_SHELL: Shell;
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", hear: (event: LastingEvent) => void): void;
  addEventListener(kind: "fetch", hear: (event: AskedEvent) => void): void;
}

const PATIENCE_MS = 3500;
const PREFIX = "farlight-scan-";

const scope = self as unknown as OfflineScope;
const { version, page, files } = scope.FARLIGHT_SHELL;
const cacheName = PREFIX + version;

/** Keeps the page and its files. Who is logged out is led elsewhere; that page is not kept. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((url) => new Request(url, { cache: "reload" })));
  const shown = await fetch(page, { credentials: "same-origin" });
  if (shown.ok && !shown.redirected) await cache.put(page, shown);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function newestOrKept(request: Request, key: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status >= 502 && answer.status <= 504) throw new Error("the server is away");
    if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

scope.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
});

scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== scope.location.origin) return;
  const isPage = event.request.mode === "navigate" && url.pathname === page;
  if (isPage || files.includes(url.pathname)) event.respondWith(newestOrKept(event.request, url.pathname));
});
