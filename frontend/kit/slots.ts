/**
 * Arrows walk between the slots of a drawing: `<svg data-slots>` with links `data-slot data-row` inside.
 *
 * Only one of them is reached by Tab; from there, left and right follow the order of the slots, up and down go to the
 * nearest slot of another row or ring, Home and End to the first and the last.
 */

interface Spot {
  element: SVGAElement;
  x: number;
  y: number;
}

function spots(drawing: Element): Spot[] {
  return [...drawing.querySelectorAll<SVGAElement>("[data-slot]")].map((element) => {
    const box = element.getBoundingClientRect();
    return { element, x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
}

/** The nearest spot above (-1) or below (1), preferring those straight ahead. */
export function towards(all: readonly Spot[], here: Spot, down: 1 | -1): Spot | undefined {
  const ahead = all.filter((spot) => (spot.y - here.y) * down > 1);
  const far = (spot: Spot): number => Math.abs(spot.y - here.y) + 2 * Math.abs(spot.x - here.x);
  return ahead.reduce<Spot | undefined>(
    (best, spot) => (best && far(best) <= far(spot) ? best : spot),
    undefined,
  );
}

function next(all: readonly Spot[], at: number, key: string): Spot | undefined {
  const here = all[at];
  if (!here) return undefined;
  if (key === "ArrowRight") return all[Math.min(at + 1, all.length - 1)];
  if (key === "ArrowLeft") return all[Math.max(at - 1, 0)];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowDown") return towards(all, here, 1);
  return key === "ArrowUp" ? towards(all, here, -1) : undefined;
}

function standOn(all: readonly Spot[], spot: Spot): void {
  for (const one of all) one.element.setAttribute("tabindex", one === spot ? "0" : "-1");
}

export function bindSlots(root: ParentNode): void {
  for (const drawing of root.querySelectorAll("svg[data-slots]:not([data-bound])")) {
    drawing.setAttribute("data-bound", "");
    const all = spots(drawing);
    if (all[0]) standOn(all, all[0]);
    drawing.addEventListener("keydown", (event) => {
      const now = spots(drawing);
      const at = now.findIndex((spot) => spot.element === document.activeElement);
      const to = next(now, at, (event as KeyboardEvent).key);
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      standOn(now, to);
      to.element.focus();
    });
  }
}
