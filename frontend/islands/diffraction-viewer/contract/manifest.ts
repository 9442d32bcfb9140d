// What the server says of a run's images (operation `viewer_manifest`); sources hand it to the worker and to the page.

/** x, y, z in the NeXus (McStas) frame: origin at the sample, z along the beam, y up. */
export type Vector = readonly [number, number, number];

/** What photons are counted in: slanting ones go on sideways before they are absorbed (`science/geometry.py`). */
export interface Sensor {
  thickness_mm: number;
  /** Linear attenuation coefficient at the wavelength in use. */
  attenuation_inverse_mm: number;
}

/** A flat rectangle of pixels; pairs are slow first, then fast. */
export interface Panel {
  origin_mm: Vector;
  fast_axis: Vector;
  slow_axis: Vector;
  pixel_size_mm: readonly [number, number];
  shape: readonly [number, number];
  at_px: readonly [number, number];
  /** null where nothing is known of it: then photons count as absorbed at its surface. */
  sensor: Sensor | null;
}

export interface Geometry {
  panels: readonly Panel[];
  wavelength_angstrom: number;
  beam_direction: Vector;
  /** "header", or what refined it: "dials". */
  origin: "header" | "dials";
}

/** The crystal as it was refined, for hkl under the cursor: q = R(axis, angle) · UB · hkl, in 1/Å, NeXus frame. */
export interface Crystal {
  /** Row by row, at goniometer angle 0. */
  ub_inverse_angstrom: readonly number[];
  rotation_axis: Vector;
  space_group: string;
  unit_cell: readonly [number, number, number, number, number, number];
}

export interface Sweep {
  start_deg: number;
  width_deg: number;
}

export type Codec = "bslz4" | "lz4" | "bszstd" | "raw";

export interface Manifest {
  session: string;
  run: number;
  images: number;
  /** Images, from the first on, that can be read now. */
  ready: number;
  is_collecting: boolean;
  shape: readonly [number, number];
  dtype: "uint8" | "uint16" | "uint32" | "int16" | "int32" | "float32";
  /** How the stored chunk is packed; null where there is no chunk an image: then the server packs it as bslz4. */
  codec: Codec | null;
  /** Counts from here on mark pixels without a value, and so do those below 0; 0 for floats, which are not finite there. */
  gap_from: number;
  /** Pixels of the frame, along either axis, that one pixel of an overview stands for. */
  pool: number;
  geometry: Geometry | null;
  sweep: Sweep | null;
  crystal: Crystal | null;
  /** Number of the finished processing that predictions come from; 0 where there is none. */
  processing: number;
  /** Under it lie the bytes: see `source.ts`. Changes only when the files do. */
  root: string;
  /** Goes with every request under `root`, as header `Farlight-Ticket`. */
  ticket: string;
  /** The island asks for another manifest before. */
  ticket_valid_s: number;
}
