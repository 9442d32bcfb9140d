/**
 * Live values without fetching: an element says which event changes it.
 *
 *     <progress data-live-on="run-progressed" data-live-where="run=12" data-live-value="frames">
 *     <span data-live-on="run-progressed" data-live-where="run=12" data-live-text="{frames} of {images}">
 */

type Detail = Record<string, unknown>;

export function matches(where: string | undefined, detail: Detail): boolean {
  if (!where) return true;
  return where.split(/\s+/).every((condition) => {
    const [name = "", value = ""] = condition.split("=");
    return String(detail[name]) === value;
  });
}

export function filled(pattern: string, detail: Detail): string {
  return pattern.replace(/\{(\w+)(%?)\}/g, (_, name: string, percent: string) => {
    const value = detail[name];
    if (typeof value === "number") return percent ? `${Math.round(value * 100)} %` : value.toLocaleString();
    if (Array.isArray(value)) return value.join(", ");
    return typeof value === "string" ? value.replaceAll("_", " ") : "–";
  });
}

function apply(element: HTMLElement, detail: Detail): void {
  const { liveText, liveValue } = element.dataset;
  if (liveText !== undefined) element.textContent = filled(liveText, detail);
  if (liveValue !== undefined && element instanceof HTMLProgressElement) {
    const value = Number(detail[liveValue]);
    if (Number.isFinite(value)) element.value = value;
  }
}

const known = new Set<string>();

/** Listens for the events that elements below `root` name; called again for what htmx swaps in. */
export function bindLiveValues(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-live-on]")) {
    for (const kind of (element.dataset.liveOn ?? "").split(/\s+/)) listen(kind);
  }
}

function listen(kind: string): void {
  if (!kind || known.has(kind)) return;
  known.add(kind);
  document.body.addEventListener(kind, (event) => {
    const detail = (event as CustomEvent<Detail>).detail;
    for (const element of document.querySelectorAll<HTMLElement>(`[data-live-on~="${kind}"]`)) {
      if (matches(element.dataset.liveWhere, detail)) apply(element, detail);
    }
  });
}
