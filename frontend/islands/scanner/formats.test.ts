/** The scanning library reads what the papers print, as a camera sees it: askew, unsharp, unevenly lit. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import matrices from "../../generated/data-matrix-cases.json";
import { OPTIONS } from "./formats";

const SIDE_PX = 360;
const QUIET = 4;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const { buffer } = new Uint8Array(readFileSync(wasm));
  await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true });
});

interface Sight {
  turned_deg: number;
  /** How much of the picture's side the code with its margin fills. */
  filled_frac: number;
  /** Half side of the square over which the picture is unsharp. */
  blur_px: number;
}

/** A grey picture in PGM: what a camera sees of a printed code, darker towards one corner. */
function seen(rows: readonly string[], { turned_deg, filled_frac, blur_px }: Sight): Uint8Array {
  const turn = (turned_deg * Math.PI) / 180;
  const modules = rows.length + 2 * QUIET;
  const module_px = (SIDE_PX * filled_frac) / modules;
  const isDark = (x: number, y: number): boolean => {
    const [dx, dy] = [x - SIDE_PX / 2, y - SIDE_PX / 2];
    const column = (dx * Math.cos(turn) + dy * Math.sin(turn)) / module_px + modules / 2 - QUIET;
    const row = (dy * Math.cos(turn) - dx * Math.sin(turn)) / module_px + modules / 2 - QUIET;
    return rows[Math.floor(row)]?.[Math.floor(column)] === "1";
  };
  const grey = new Uint8Array(SIDE_PX * SIDE_PX);
  for (let y = 0; y < SIDE_PX; y += 1)
    for (let x = 0; x < SIDE_PX; x += 1) {
      let dark = 0;
      for (const dy of [-blur_px, 0, blur_px])
        for (const dx of [-blur_px, 0, blur_px]) dark += +isDark(x + dx, y + dy);
      const light = 235 - (90 * (x + y)) / (2 * SIDE_PX);
      grey[y * SIDE_PX + x] = light * (1 - (0.8 * dark) / 9);
    }
  const head = new TextEncoder().encode(`P5\n${SIDE_PX} ${SIDE_PX}\n255\n`);
  const file = new Uint8Array(head.length + grey.length);
  file.set(head);
  file.set(grey, head.length);
  return file;
}

async function texts(picture: Uint8Array): Promise<string[]> {
  const found = await readBarcodes(picture, OPTIONS);
  return found.filter(({ isValid }) => isValid).map(({ format, text }) => `${format} ${text}`);
}

const CASES = matrices as unknown as [string, string[]][];

test.each(CASES)(
  "the DataMatrix of %s is read straight, turned and unsharp",
  async (text, rows) => {
    const sights: Sight[] = [
      { turned_deg: 0, filled_frac: 0.9, blur_px: 0 },
      { turned_deg: 17, filled_frac: 0.6, blur_px: 1 },
      { turned_deg: 100, filled_frac: 0.8, blur_px: 1 },
    ];
    for (const sight of sights) expect(await texts(seen(rows, sight))).toEqual([`DataMatrix ${text}`]);
  },
  60_000,
);

test("a picture without a code says nothing", async () => {
  expect(await texts(seen([], { turned_deg: 0, filled_frac: 0.9, blur_px: 0 }))).toEqual([]);
});
