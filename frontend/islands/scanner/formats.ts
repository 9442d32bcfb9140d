/** What the camera looks for: QR and Code 128 on labels and walls, DataMatrix on pucks and pins. */

import type { ReaderOptions } from "zxing-wasm/reader";

export const OPTIONS: ReaderOptions = {
  formats: ["QRCode", "Code128", "DataMatrix"],
  tryHarder: true,
  maxNumberOfSymbols: 4,
};
