/**
 * The same keys on all pages, and a list of them under `?`.
 *
 * A link or button with `data-key="q" data-key-word="open the queue"` is pressed by that key. Things in a list carry
 * `data-key-item`; `j` and `k` walk through them, Enter follows the one link inside marked `data-key-open`.
 * Inside `data-keys-keep-focus` a key presses its button and the focus stays where it is; inside `data-keys-when-closed`
 * it does so although that part is folded away.
 */

const SEQUENCE_MS = 1200;
const GO_TO: Readonly<Record<string, string>> = { "g h": "/", "g s": "/sessions/" };

let pending = "";
let pendingUntil_ms = 0;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "submit", "range"].includes(target.type)
  );
}

/** Keys that a slider takes for itself. */
const SLIDING = new Set([
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
]);

function isSliding(target: EventTarget | null, key: string): boolean {
  return target instanceof HTMLInputElement && target.type === "range" && SLIDING.has(key);
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility();
}

/** Whether a key may press it: it is seen, or in a part whose keys hold while it is folded away. */
function isInReach(element: HTMLElement): boolean {
  if (isSeen(element)) return true;
  const around = element.closest("[data-keys-when-closed]")?.parentElement;
  return around !== null && around !== undefined && isSeen(around);
}

export function walk(step: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>("[data-key-item]")].filter(isSeen);
  if (items.length === 0) return;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const next = here < 0 ? (step === 1 ? 0 : items.length - 1) : here + step;
  const item = items[Math.max(0, Math.min(items.length - 1, next))];
  if (!item) return;
  if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

/** Keys of the thing in a list that one stands on: `data-item-key`. */
function pressInItem(key: string): boolean {
  const item = document.activeElement?.closest("[data-key-item]");
  const marked = [...(item?.querySelectorAll<HTMLElement>("[data-item-key]") ?? [])];
  const element = marked.find((candidate) => candidate.dataset.itemKey === key && isSeen(candidate));
  element?.click();
  return element !== undefined;
}

function pressMarked(key: string): boolean {
  const marked = [...document.querySelectorAll<HTMLElement>("[data-key]")];
  const element = marked.find((candidate) => candidate.dataset.key === key && isInReach(candidate));
  if (!element) return false;
  if (!element.closest("[data-keys-keep-focus]")) element.focus();
  element.click();
  return true;
}

function openItem(): boolean {
  const item = document.activeElement;
  if (!(item instanceof HTMLElement) || !item.hasAttribute("data-key-item")) return false;
  const link = item.querySelector<HTMLElement>("[data-key-open]");
  link?.click();
  return link !== null;
}

function entries(): [string, string][] {
  const marked = [...document.querySelectorAll<HTMLElement>("[data-key]")].filter(isInReach);
  const here = marked.map((element): [string, string] => [
    element.dataset.key ?? "",
    element.dataset.keyWord ?? element.textContent.trim().toLowerCase(),
  ]);
  const walking: [string, string][] = document.querySelector("[data-key-item]")
    ? [["j", "next in the list"], ["k", "previous in the list"], ["Enter", "open it"], ...ofItems()]
    : [];
  return [
    ...here,
    ...walking,
    ["g h", "home"],
    ["g s", "sessions"],
    ["?", "this list"],
    ["Esc", "close, leave a field"],
  ];
}

/** What can be done with the thing one stands on; said once, whatever there is in the list. */
function ofItems(): [string, string][] {
  const words = new Map<string, string>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-item-key]")) {
    words.set(element.dataset.itemKey ?? "", element.dataset.keyWord ?? "");
  }
  return [...words];
}

export function showKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  const list = dialog?.querySelector("[data-keys-list]");
  if (!dialog || !list || dialog.open) return;
  list.replaceChildren(...entries().map(([keys, word]) => line(keys, word)));
  dialog.showModal();
}

function line(keys: string, word: string): HTMLElement {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  for (const key of keys.split(" ")) {
    const sign = document.createElement("kbd");
    sign.textContent = key;
    term.append(sign, " ");
  }
  const meaning = document.createElement("dd");
  meaning.textContent = word;
  row.append(term, meaning);
  return row;
}

/** Does what a key stands for; false when it stands for nothing here. */
export function press(key: string, now_ms: number): boolean {
  const sequence = now_ms < pendingUntil_ms && pending ? `${pending} ${key}` : key;
  pending = "";
  const address = GO_TO[sequence];
  if (address !== undefined) {
    location.assign(address);
    return true;
  }
  if (pressInItem(sequence) || pressMarked(sequence)) return true;
  if (key === "g") {
    pending = key;
    pendingUntil_ms = now_ms + SEQUENCE_MS;
    return true;
  }
  if (key === "j" || key === "k") {
    walk(key === "j" ? 1 : -1);
    return true;
  }
  if (key === "?") showKeys();
  return key === "?" || (key === "Enter" && openItem());
}

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && isTyping(event.target)) (event.target as HTMLElement).blur();
    if (isTyping(event.target) || isSliding(event.target, event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    if (press(event.key, Date.now())) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-keys-open]")) showKeys();
  });
}
