/** Where one may go on a drawing of places by arrow keys, and what lies under a finger. */

export interface Place {
  name: string;
  x: number;
  y: number;
}

export type Way = "left" | "right" | "up" | "down";

const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
/** How much a step aside counts against one ahead. */
const ASIDE = 2;

export function wayOf(key: string): Way | null {
  return WAYS[key] ?? null;
}

/** The next place in a direction: the nearest one ahead, those straight ahead first; the same where there is none. */
export function nextPlace(places: readonly Place[], from: Place, way: Way): Place {
  let best = from;
  let least = Infinity;
  for (const place of places) {
    const dx = place.x - from.x;
    const dy = place.y - from.y;
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[way];
    if (ahead <= 1e-6) continue;
    const aside = Math.abs(way === "left" || way === "right" ? dy : dx);
    const far = ahead + ASIDE * aside;
    if (far < least) [best, least] = [place, far];
  }
  return best;
}
