// What tests of the engine share: the kernels as they are built, images packed as HDF5's filters pack them, chance.
import wasm from "../../../../native/built/viewer.wasm?inline";
import vectors from "../../../generated/packed-images.json";
import type { Manifest } from "../contract/manifest";
import { startMachine, type Machine } from "./kernels";

export const wasmBase64 = wasm.slice(wasm.indexOf(",") + 1);

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The kernels; `make native` builds them. */
export function builtMachine(): Promise<Machine> {
  return startMachine(bytesOf(wasmBase64));
}

/** Numbers from 0 to below 1, always the same. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Vector {
  name: string;
  codec: "bslz4" | "lz4" | "raw";
  dtype: Manifest["dtype"];
  rows: number;
  columns: number;
  packed: Uint8Array<ArrayBuffer>;
  /** Counts as they have to be; NaN where there are none. */
  counts: number[];
}

const ARRAYS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
};
const LARGEST = {
  uint8: 255,
  uint16: 65535,
  uint32: 4294967295,
  int16: 32767,
  int32: 2147483647,
  float32: 2147483520,
};

function countsOf(value: number, dtype: Manifest["dtype"]): number {
  const rounded = dtype === "float32" ? Math.round(value) : value;
  return rounded >= 0 && rounded < LARGEST[dtype] ? rounded + 0 : NaN;
}

/** The images of `packed-images.json`, which Python's tests read as well. */
export function packedImages(): Vector[] {
  return (
    vectors as {
      codec: string;
      dtype: string;
      block: number;
      shape: number[];
      packed: string;
      plain: string;
    }[]
  ).map((vector) => {
    const dtype = vector.dtype as Manifest["dtype"];
    const plain = new ARRAYS[dtype](bytesOf(vector.plain).buffer);
    return {
      name: `${vector.codec} of ${dtype} in blocks of ${vector.block}`,
      codec: vector.codec as Vector["codec"],
      dtype,
      rows: vector.shape[0] ?? 0,
      columns: vector.shape[1] ?? 0,
      packed: bytesOf(vector.packed),
      counts: Array.from(plain, (value) => countsOf(value, dtype)),
    };
  });
}
