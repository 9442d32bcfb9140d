/** The viewer with an invented crystal, for `npm run demo`; what is built before (`npm run build`) brings the kernels. */

import { bindLiveValues } from "../../kit/bindings";
import { startKeyboard } from "../../kit/keyboard";
import "./index";

const wanted = new URLSearchParams(location.search);
const viewer = document.createElement("diffraction-viewer");
const attributes = {
  source: "mock",
  detector: wanted.get("detector") ?? "4M",
  bits: wanted.get("bits") ?? "16",
  run: "1",
  image: wanted.get("image") ?? "1",
  worker: new URL("./engine/worker.ts", import.meta.url).href,
  wasm: new URL("../../../src/farlight/ui/static/built/viewer.wasm", import.meta.url).href,
  icons: new URL("../../../src/farlight/ui/static/built/icons.svg", import.meta.url).href,
};
for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
document.querySelector("#place")?.replaceWith(viewer);
bindLiveValues(document);
startKeyboard();
