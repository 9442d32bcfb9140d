/** Dragging a puck onto a position with mouse, pen or finger: pointer events, so that all are the same. */

const FAR_ENOUGH_PX = 6;
const CLICK_AFTER_MS = 50;

interface Drag {
  puck: string;
  name: string;
  pointer: number;
  fromX: number;
  fromY: number;
  ghost: HTMLElement | null;
}

export class Dragging {
  /** Whether a drop has just ended: the click that browsers send after it means nothing. */
  justDropped = false;
  private drag: Drag | null = null;
  private over: Element | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly onDrop: (puck: string, place: string) => void,
  ) {
    root.addEventListener("pointerdown", this.begin);
    document.addEventListener("pointermove", this.move);
    document.addEventListener("pointerup", this.end);
    document.addEventListener("pointercancel", this.cancel);
  }

  stop(): void {
    this.cancel();
    this.root.removeEventListener("pointerdown", this.begin);
    document.removeEventListener("pointermove", this.move);
    document.removeEventListener("pointerup", this.end);
    document.removeEventListener("pointercancel", this.cancel);
  }

  private readonly begin = (event: PointerEvent): void => {
    const element =
      event.target instanceof Element ? event.target.closest("[data-puck][data-movable]") : null;
    const puck = element?.getAttribute("data-puck");
    if (!puck || event.button !== 0) return;
    const name = element?.getAttribute("data-puck-name") ?? puck;
    this.drag = {
      puck,
      name,
      pointer: event.pointerId,
      fromX: event.clientX,
      fromY: event.clientY,
      ghost: null,
    };
  };

  private readonly move = (event: PointerEvent): void => {
    const drag = this.drag;
    if (drag?.pointer !== event.pointerId) return;
    const far = Math.hypot(event.clientX - drag.fromX, event.clientY - drag.fromY);
    if (!drag.ghost && far < FAR_ENOUGH_PX) return;
    drag.ghost ??= this.ghostOf(drag.name);
    drag.ghost.style.left = `${event.clientX}px`;
    drag.ghost.style.top = `${event.clientY}px`;
    this.mark(placeAt(event));
  };

  private readonly end = (event: PointerEvent): void => {
    const drag = this.drag;
    if (drag?.pointer !== event.pointerId) return;
    const place = drag.ghost ? placeAt(event) : null;
    if (drag.ghost) {
      this.justDropped = true;
      setTimeout(() => (this.justDropped = false), CLICK_AFTER_MS);
    }
    this.cancel();
    if (place) this.onDrop(drag.puck, place.getAttribute("data-place") ?? "");
  };

  private readonly cancel = (): void => {
    this.drag?.ghost?.remove();
    this.drag = null;
    this.mark(null);
    this.root.removeAttribute("data-dragging");
  };

  private ghostOf(name: string): HTMLElement {
    const ghost = document.createElement("div");
    ghost.className = "fl-changer-ghost";
    ghost.textContent = name;
    document.body.append(ghost);
    this.root.toggleAttribute("data-dragging", true);
    return ghost;
  }

  private mark(place: Element | null): void {
    if (place === this.over) return;
    this.over?.removeAttribute("data-over");
    place?.setAttribute("data-over", "");
    this.over = place;
  }
}

function placeAt(event: PointerEvent): Element | null {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-place]") ?? null;
}
