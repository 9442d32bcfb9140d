// Builds what the pages load into src/farlight/ui/static/built, under fixed names; Django adds the hashes.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { compileAsync } from "sass";
import { build } from "vite";

const here = new URL(".", import.meta.url).pathname;
const out = new URL("../src/farlight/ui/static/built/", import.meta.url).pathname;
const BASE_LIMIT_BYTES = 200_000;

const scripts = [
  { name: "theme", entry: "kit/theme.ts", format: "iife" },
  { name: "farlight", entry: "farlight.ts", format: "es" },
  { name: "chart", entry: "islands/charts.ts", format: "es" },
  { name: "viewer", entry: "islands/diffraction-viewer/index.ts", format: "es" },
  { name: "viewer-worker", entry: "islands/diffraction-viewer/engine/worker.ts", format: "iife" },
  { name: "changer", entry: "islands/sample-changer/index.ts", format: "es" },
  { name: "desktop", entry: "islands/remote-desktop/index.ts", format: "es" },
  { name: "desktop-guacamole", entry: "islands/remote-desktop/guacamole.ts", format: "es" },
  { name: "map", entry: "islands/parcel-map/index.ts", format: "es" },
  { name: "scanner", entry: "islands/scanner/index.ts", format: "es" },
  { name: "scanner-decoder", entry: "islands/scanner/decoder-worker.ts", format: "iife" },
  { name: "scanner-offline", entry: "islands/scanner/offline.ts", format: "iife" },
  { name: "hdf5", entry: "islands/hdf5-view/index.ts", format: "es" },
  { name: "shell-player", entry: "islands/shell-player/index.ts", format: "es" },
  { name: "sample-grid", entry: "islands/sample-grid/index.ts", format: "es" },
];

async function buildScript({ name, entry, format }) {
  await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      rollupOptions: {
        onLog: (level, log, tell) =>
          !["MODULE_LEVEL_DIRECTIVE", "EVAL"].includes(log.code) && tell(level, log),
      },
      lib: { entry: here + entry, formats: [format], name: "farlightTheme", fileName: () => `${name}.js` },
      minify: true,
    },
    define: { "process.env.NODE_ENV": '"production"' },
  });
}

async function buildStyles() {
  const { css } = await compileAsync(`${here}styles/farlight.scss`, {
    loadPaths: [`${here}node_modules`],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  await writeFile(`${out}farlight.css`, css.replace(/^\uFEFF/, ""));
  const inter = "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2";
  await copyFile(here + inter, `${out}inter.woff2`);
  await copyFile(`${here}node_modules/@h5web/app/dist/styles.css`, `${out}hdf5.css`);
  const player = "node_modules/asciinema-player/dist/bundle/asciinema-player.css";
  await copyFile(here + player, `${out}shell-player.css`);
}

async function buildSigns() {
  const names = (await readFile(`${here}icons/names.txt`, "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbolOf));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
  await writeFile(`${out}icons.svg`, sprite);
  await copyFile(`${here}icons/farlight.svg`, `${out}farlight.svg`);
}

async function symbolOf(name) {
  const svg = await readFile(`${here}node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inside = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)[1].replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`;
}

async function packedSizeBytes(name) {
  return gzipSync(await readFile(out + name)).length;
}

// `make native` builds it; it decodes and draws the diffraction viewer's images.
async function takeDecoder() {
  await copyFile(new URL("../native/built/viewer.wasm", import.meta.url), `${out}viewer.wasm`);
}

async function takeCodeReader() {
  await copyFile(`${here}node_modules/zxing-wasm/dist/reader/zxing_reader.wasm`, `${out}zxing.wasm`);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  buildStyles(),
  buildSigns(),
  takeDecoder(),
  takeCodeReader(),
  ...scripts.map(buildScript),
]);
const names = ["theme.js", "farlight.js", "chart.js", "viewer.js", "farlight.css", "icons.svg"];
for (const name of names) console.log(`${name} ${(await packedSizeBytes(name)) / 1000} kB packed`);
const first = (await packedSizeBytes("theme.js")) + (await packedSizeBytes("farlight.js"));
if (first > BASE_LIMIT_BYTES)
  throw new Error(`first load is ${first} bytes of packed script; limit ${BASE_LIMIT_BYTES}`);
