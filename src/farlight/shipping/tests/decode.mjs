// Reads the codes in pictures with the library that the scanning page uses: one line of JSON for each picture.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [library, ...pictures] = process.argv.slice(2);
const require = createRequire(library);
const { readBarcodes, prepareZXingModule } = await import(pathToFileURL(require.resolve("zxing-wasm/reader")).href);
const wasmBinary = await readFile(require.resolve("zxing-wasm/reader/zxing_reader.wasm"));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
for (const picture of pictures) {
  const found = await readBarcodes(new Uint8Array(await readFile(picture)), {
    formats: ["QRCode", "Code128", "DataMatrix"],
    tryHarder: true,
    maxNumberOfSymbols: 40,
  });
  console.log(JSON.stringify(found.map(({ format, text }) => [format, text]).sort()));
}
