// Puts the page that measures decoding and drawing into a folder: node benchmarks/build.mjs FOLDER
import { copyFile, cp, writeFile } from "node:fs/promises";
import { build } from "vite";

const here = new URL(".", import.meta.url).pathname;
const folder = process.argv[2];

await build({
  root: here,
  configFile: false,
  logLevel: "error",
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: `${here}decoding.ts`, formats: ["es"], fileName: () => "decoding.js" },
  },
});
await copyFile(`${here}../../native/built/viewer.wasm`, `${folder}/viewer.wasm`);
await cp(`${here}../node_modules/h5wasm/dist/esm`, `${folder}/h5wasm`, { recursive: true });
await cp(`${here}../node_modules/h5wasm-plugins`, `${folder}/h5wasm-plugins`, { recursive: true });
await writeFile(
  `${folder}/index.html`,
  '<!doctype html><title>Decoding</title><script type="module" src="decoding.js"></script>',
);
