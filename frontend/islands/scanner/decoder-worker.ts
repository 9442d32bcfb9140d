/** Finds codes in pictures, in a thread of its own: QR, Code 128 and DataMatrix by ZXing. */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { OPTIONS } from "./formats";

export interface Picture {
  wasm: string;
  bitmap: ImageBitmap;
}

export interface Codes {
  texts: string[];
  problem?: string;
}

let prepared = "";

async function decode({ wasm, bitmap }: Picture): Promise<Codes> {
  if (prepared !== wasm) {
    prepareZXingModule({ overrides: { locateFile: () => wasm } });
    prepared = wasm;
  }
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  if (!drawing) return { texts: [], problem: "This browser cannot look at pictures." };
  drawing.drawImage(bitmap, 0, 0);
  bitmap.close();
  const found = await readBarcodes(drawing.getImageData(0, 0, canvas.width, canvas.height), OPTIONS);
  return { texts: found.filter(({ isValid }) => isValid).map(({ text }) => text) };
}

self.addEventListener("message", (event: MessageEvent<Picture>) => {
  void decode(event.data)
    .catch((error: unknown): Codes => ({ texts: [], problem: String(error) }))
    .then((codes) => {
      (self as unknown as Worker).postMessage(codes);
    });
});
