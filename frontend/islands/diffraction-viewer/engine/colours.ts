// Colour maps, 256 colours each, between anchors that the server shares (`farlight.science.rendering`).
import type { Colours } from "../contract/worker";

/** Dark for few. `viridis` and `cividis` (Nuñez, Anderton, Renslow, PLoS ONE 13 (2018) e0199239) suit all eyes. */
export const ANCHORS: Record<Colours, readonly string[]> = {
  grey: ["000000", "ffffff"],
  heat: ["05030f", "3b0f70", "8c2981", "de4968", "fe9f6d", "fcfdbf"],
  viridis: ["440154", "414487", "2a788e", "22a884", "7ad151", "fde725"],
  cividis: [
    "00224e",
    "123570",
    "3b496c",
    "575d6d",
    "707173",
    "8a8678",
    "a59c74",
    "c3b369",
    "e1cc55",
    "fee838",
  ],
  rainbow: ["00007f", "0000ff", "007fff", "00ffff", "7fff7f", "ffff00", "ff7f00", "ff0000", "7f0000"],
};

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
  return packedColour(isInverted ? [214, 219, 228] : [38, 44, 58]);
}
