// Which of the three lanes serve a frame: the overview, the exact bytes, tiles. Measured reasons: the viewer's documentation.

/** What is known of the line and the frames; 0 where nothing is yet. */
export interface LineState {
  bytes_per_s: number;
  latency_ms: number;
}

export interface Plan {
  /** Ask for the overview first. */
  wants_overview: boolean;
  /** Ask for the exact frame when the user has rested on the image for so long; null: not at all. */
  exact_after_ms: number | null;
  /** Ask for the part in view, exactly, when the user has zoomed in and the frame is not there. */
  wants_tiles: boolean;
  /** How many exact frames to fetch ahead. */
  ahead: number;
}

const DWELL_MS = 120;
const LONG_DWELL_MS = 1500;
const AT_ONCE_S = 0.1;
const ON_DWELL_S = 2;
const AHEAD_S = 0.3;

/** Decides by the time that an exact frame needs on the line. */
export function planFor(line: LineState, exactBytes: number, isPlaying: boolean): Plan {
  if (isPlaying) return { wants_overview: true, exact_after_ms: null, wants_tiles: false, ahead: 0 };
  if (line.bytes_per_s <= 0) {
    return { wants_overview: true, exact_after_ms: DWELL_MS, wants_tiles: false, ahead: 0 };
  }
  const needed_s = exactBytes / line.bytes_per_s;
  if (needed_s < AT_ONCE_S) return { wants_overview: false, exact_after_ms: 0, wants_tiles: false, ahead: 2 };
  if (needed_s < AHEAD_S)
    return { wants_overview: true, exact_after_ms: DWELL_MS, wants_tiles: false, ahead: 1 };
  const exact_after_ms = needed_s < ON_DWELL_S ? DWELL_MS : LONG_DWELL_MS;
  return { wants_overview: true, exact_after_ms, wants_tiles: true, ahead: 0 };
}

/** The same for one who passes by: overviews, and the exact frame where one rests. */
export function passing(plan: Plan): Plan {
  const { exact_after_ms } = plan;
  return {
    ...plan,
    wants_overview: true,
    exact_after_ms: exact_after_ms === null ? null : Math.max(exact_after_ms, DWELL_MS),
  };
}

export const OVERVIEWS_AHEAD = 8;

/** Images to fetch ahead: in the way of travel, or on both sides when there is none. */
export function imagesAhead(
  image: number,
  direction: -1 | 0 | 1,
  count: number,
  ready: number,
  step = 1,
): number[] {
  const offsets = Array.from({ length: count }, (_, i) =>
    direction === 0 ? (i % 2 === 0 ? 1 : -1) * (Math.floor(i / 2) + 1) : direction * (i + 1),
  );
  return offsets.map((offset) => image + offset * step).filter((one) => one >= 1 && one <= ready);
}
