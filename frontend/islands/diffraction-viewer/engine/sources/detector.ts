// An invented detector: modules with gaps between, a solvent ring, the shadow of the beam stop, bad pixels.
import type { Geometry } from "../../contract/manifest";
import type { Reflection } from "./crystal";

export type Counts = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const MODULE_ROWS = 512;
const MODULE_COLUMNS = 1028;
const GAP_ROWS = 38;
const GAP_COLUMNS = 12;
/** Modules down and across. */
const LAYOUTS = { "1M": [2, 1], "4M": [4, 2], "9M": [6, 3], "16M": [8, 4] } as const;
const PIXEL_MM = 0.075;
const BEAM_STOP_PX = 22;
const BAD_EACH = 10007;
const LEVELS = 128;
const QUANTILES = 1024;
const BACKGROUND_COUNTS = 1.8;

export class InventedDetector {
  readonly shape: readonly [number, number];
  readonly gap: number;
  readonly geometry: Geometry;
  private background: Counts | null = null;

  constructor(
    size: keyof typeof LAYOUTS,
    private readonly bits: 16 | 32,
  ) {
    const [down, across] = LAYOUTS[size];
    this.shape = [
      down * MODULE_ROWS + (down - 1) * GAP_ROWS,
      across * MODULE_COLUMNS + (across - 1) * GAP_COLUMNS,
    ];
    this.gap = bits === 16 ? 0xffff : 0xffffffff;
    const [slow, fast] = this.centre;
    this.geometry = {
      panels: [
        {
          origin_mm: [fast * PIXEL_MM, slow * PIXEL_MM, this.shape[0] * PIXEL_MM * 0.9],
          fast_axis: [-1, 0, 0],
          slow_axis: [0, -1, 0],
          pixel_size_mm: [PIXEL_MM, PIXEL_MM],
          shape: this.shape,
          at_px: [0, 0],
          sensor: null,
        },
      ],
      wavelength_angstrom: 0.9763,
      beam_direction: [0, 0, 1],
      origin: "header",
    };
  }

  /** 0 where a pixel is good. */
  mask(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.noise(), (counts) => (counts >= this.gap ? 1 : 0));
  }

  frame(reflections: readonly Reflection[]): Counts {
    const frame = this.noise().slice();
    for (const reflection of reflections) this.shine(frame, reflection);
    return frame;
  }

  private get centre(): readonly [number, number] {
    return [this.shape[0] * 0.503 + 0.5, this.shape[1] * 0.496 + 0.5];
  }

  private shine(frame: Counts, { slow, fast, counts }: Reflection): void {
    for (let row = Math.floor(slow) - 2; row <= slow + 2; row++) {
      for (let column = Math.floor(fast) - 2; column <= fast + 2; column++) {
        const at = row * this.shape[1] + column;
        const before = frame[at];
        if (row < 0 || column < 0 || column >= this.shape[1] || before === undefined || before >= this.gap)
          continue;
        const away2 = (row + 0.5 - slow) ** 2 + (column + 0.5 - fast) ** 2;
        frame[at] = before + Math.round(counts * 0.2 * Math.exp(-away2 / 1.6));
      }
    }
  }

  /** Poisson counts about a mean that depends on the distance from the beam; made once. */
  private noise(): Counts {
    if (this.background) return this.background;
    const [rows, columns] = this.shape;
    const made = this.bits === 16 ? new Uint16Array(rows * columns) : new Uint32Array(rows * columns);
    const [slow, fast] = this.centre;
    const farthest = Math.hypot(rows, columns) / 2;
    const quantiles = Array.from({ length: LEVELS }, (_, level) => poissonQuantiles(meanAt(level / LEVELS)));
    let random = 2463534242;
    for (let i = 0, row = 0; row < rows; row++) {
      const is_gap_row = row % (MODULE_ROWS + GAP_ROWS) >= MODULE_ROWS;
      for (let column = 0; column < columns; column++, i++) {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        const away = Math.hypot(row - slow, column - fast);
        const level = Math.min(LEVELS - 1, Math.floor((away / farthest) * LEVELS));
        const is_gap =
          is_gap_row || column % (MODULE_COLUMNS + GAP_COLUMNS) >= MODULE_COLUMNS || i % BAD_EACH === 5;
        const counts = away < BEAM_STOP_PX ? 0 : (quantiles[level]?.[random & (QUANTILES - 1)] ?? 0);
        made[i] = is_gap ? this.gap : counts;
      }
    }
    this.background = made;
    return made;
  }
}

/** Mean background by the distance from the beam, as part of the farthest corner's: air, and a ring of solvent. */
function meanAt(distance: number): number {
  const ring = Math.exp(-(((distance - 0.42) / 0.11) ** 2));
  return BACKGROUND_COUNTS * (0.25 + 1.6 * Math.exp(-9 * distance) + ring);
}

function poissonQuantiles(mean: number): Uint8Array {
  const quantiles = new Uint8Array(QUANTILES);
  let [counts, probability] = [0, Math.exp(-mean)];
  let below = probability;
  for (let i = 0; i < QUANTILES; i++) {
    while ((i + 0.5) / QUANTILES > below && counts < 255) {
      counts++;
      probability *= mean / counts;
      below += probability;
    }
    quantiles[i] = counts;
  }
  return quantiles;
}
