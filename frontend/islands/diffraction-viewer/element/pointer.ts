/** Mouse, pen and fingers over the picture: wheel and pinch zoom at the place, drags move or measure. */

export type Point = readonly [x: number, y: number];

export interface PointerTarget {
  /** Whether drags measure rather than move. */
  isMeasuring(): boolean;
  move(x: number, y: number): void;
  zoom(factor: number, at: Point): void;
  measure(from: Point, to: Point, isDone: boolean): void;
  hover(at: Point | null): void;
  click(at: Point): void;
  doubleClick(at: Point): void;
}

const WHEEL = 0.0018;
const LINE_PX = 16;
/** A hand that moved less than this did not mean to drag. */
const STILL_PX = 4;
const MIDDLE_BUTTON = 1;

export class Pointers {
  private readonly down = new Map<number, Point>();
  private start: Point | null = null;
  private hasMoved = false;
  private measures = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly target: PointerTarget,
  ) {
    place.addEventListener("pointerdown", (event) => {
      this.press(event);
    });
    place.addEventListener("pointermove", (event) => {
      this.drag(event);
    });
    for (const kind of ["pointerup", "pointercancel"] as const) {
      place.addEventListener(kind, (event) => {
        this.release(event);
      });
    }
    place.addEventListener("pointerleave", () => {
      if (this.down.size === 0) target.hover(null);
    });
    place.addEventListener("wheel", (event) => {
      event.preventDefault();
      const delta = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
      target.zoom(Math.exp(-delta * WHEEL * (event.ctrlKey ? 4 : 1)), this.pointOf(event));
    });
    place.addEventListener("dblclick", (event) => {
      if (!target.isMeasuring()) target.doubleClick(this.pointOf(event));
    });
  }

  private pointOf(event: MouseEvent): Point {
    const box = this.place.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private press(event: PointerEvent): void {
    if (event.button > MIDDLE_BUTTON) return;
    this.place.setPointerCapture(event.pointerId);
    const at = this.pointOf(event);
    this.down.set(event.pointerId, at);
    this.hasMoved = this.down.size > 1;
    this.start = this.down.size === 1 ? at : null;
    this.measures = this.target.isMeasuring() && event.button === 0 && !event.shiftKey;
  }

  private drag(event: PointerEvent): void {
    const at = this.pointOf(event);
    const before = this.down.get(event.pointerId);
    this.target.hover(at);
    if (!before) return;
    if (this.start && Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) > STILL_PX)
      this.hasMoved = true;
    if (this.down.size > 1) this.pinch(event.pointerId, before, at);
    else if (this.hasMoved && this.measures && this.start) this.target.measure(this.start, at, false);
    else if (this.hasMoved && !this.measures) this.target.move(at[0] - before[0], at[1] - before[1]);
    else return;
    this.down.set(event.pointerId, at);
  }

  /** Two fingers: their middle carries the sheet, their distance the zoom. */
  private pinch(id: number, before: Point, at: Point): void {
    const other = [...this.down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const width = (point: Point): number => Math.max(Math.hypot(point[0] - other[0], point[1] - other[1]), 1);
    this.target.move((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
    this.target.zoom(width(at) / width(before), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2]);
  }

  private release(event: PointerEvent): void {
    if (!this.down.delete(event.pointerId)) return;
    const at = this.pointOf(event);
    if (event.type === "pointercancel" || this.down.size > 0) return;
    if (!this.hasMoved) this.target.click(at);
    else if (this.measures && this.start) this.target.measure(this.start, at, true);
    this.start = null;
  }
}
