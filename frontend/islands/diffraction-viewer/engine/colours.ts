// Colour maps, 256 colours each, between anchors that are the server's own (`farlight.science.rendering` writes them).
import table from "../../../generated/colours.json";
import type { Colours } from "../contract/worker";

/** Dark for few; six digits of hexadecimal, evenly spaced. */
export const ANCHORS: Record<Colours, readonly string[]> = table.anchors;

type Rgb = readonly [number, number, number];

function rgb(hex: string): Rgb {
  const number = Number.parseInt(hex, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** As one number for a picture's memory: red in the lowest byte, opaque. */
export function packedColour([red, green, blue]: Rgb): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

/** 256 packed colours, from few counts to many. */
export function palette(colours: Colours, isInverted: boolean): Uint32Array {
  const anchors = ANCHORS[colours].map(rgb);
  const last = anchors.length - 1;
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const place = ((isInverted ? 255 - i : i) / 255) * last;
    const low = Math.min(Math.floor(place), last - 1);
    const [from, to] = [anchors[low] ?? [0, 0, 0], anchors[low + 1] ?? [0, 0, 0]] as const;
    const part = place - low;
    const mixed = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * part);
    return packedColour([mixed(0), mixed(1), mixed(2)]);
  });
}

/** Pixels without a value, on a dark and on an inverted picture. */
export function gapColour(isInverted: boolean): number {
  return packedColour((isInverted ? table.gap_inverted : table.gap) as unknown as Rgb);
}
