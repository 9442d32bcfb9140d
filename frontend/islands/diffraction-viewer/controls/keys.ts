/**
 * Every key of the viewer: key, what it does, its sign, its name in the code, and where its button stands.
 * The keys that work without script too (`viewer/web/links.py`) mean the same; a test compares them.
 */

export const KEYS = [
  ["Home", "first image", "arrow-bar-to-left", "first", "steps"],
  ["PageUp", "ten images back", "chevrons-left", "farBack", "steps"],
  ["ArrowLeft", "previous image", "chevron-left", "back", "steps"],
  ["v", "play or pause", "player-play", "play", "steps"],
  ["ArrowRight", "next image", "chevron-right", "on", "steps"],
  ["PageDown", "ten images on", "chevrons-right", "farOn", "steps"],
  ["End", "last image", "arrow-bar-to-right", "last", "steps"],
  ["n", "follow the newest image", "live-view", "follow", "steps"],
  ["r", "resolution rings", "circle-dot", "rings", "overlays"],
  ["e", "ice rings", "snowflake", "ice", "overlays"],
  ["p", "found spots", "chart-dots", "spots", "overlays"],
  ["o", "predictions", "target", "predictions", "overlays"],
  ["y", "beam and its stop", "focus-2", "beam", "overlays"],
  ["m", "mask and panels", "mask", "mask", "overlays"],
  ["2", "line profile", "ruler-2", "line", "measures"],
  ["3", "box profiles", "crop", "box", "measures"],
  ["4", "radial average", "radar", "radial", "measures"],
  ["5", "rocking curve", "wave-sine", "rocking", "measures"],
  ["z", "zoom in", "zoom-in", "nearer", "view"],
  ["x", "zoom out", "zoom-out", "farther", "view"],
  ["0", "whole image", "maximize", "whole", "view"],
  ["1", "pixel for pixel", "aspect-ratio", "trueSize", "view"],
  ["a", "to the left", "arrow-left", "left", "moves"],
  ["w", "up", "arrow-up", "up", "moves"],
  ["s", "down", "arrow-down", "down", "moves"],
  ["d", "to the right", "arrow-right", "right", "moves"],
  ["+", "more contrast", "sun", "brighter", "tone"],
  ["-", "less contrast", "moon", "dimmer", "tone"],
  ["b", "contrast of this image", "wand", "automatic", "tone"],
  ["i", "invert", "brightness-half", "invert", "tone"],
  ["c", "other colours", "palette", "colours", "tone"],
  ["l", "linear, root or logarithm", "math-function", "scale", "tone"],
  ["t", "threshold", "filter", "threshold", "tone"],
  [".", "one image more together", "stack-push", "more", "stack"],
  [",", "one image fewer together", "stack-pop", "fewer", "stack"],
  ["S", "sum, maximum or mean", "sum", "how", "stack"],
  ["C", "compare side by side", "columns-2", "compare", "page"],
  ["f", "full screen", "arrows-maximize", "fullScreen", "page"],
  ["L", "copy the link to this view", "link", "copy", "page"],
  ["P", "levels and profiles", "adjustments", "panel", "page"],
] as const;

export type Key = (typeof KEYS)[number];
export type Action = Key[3];
export type Group = Key[4];

export function keysOf(group: Group): readonly Key[] {
  return KEYS.filter((key) => key[4] === group);
}
