/** What every page loads: htmx, the live line, keys, times; islands come when a page has one. */

import htmx from "htmx.org";
import { startAsking } from "./kit/asking";
import { bindLiveValues } from "./kit/bindings";
import { startCopying } from "./kit/copying";
import { startFailures } from "./kit/failures";
import { startKeyboard } from "./kit/keyboard";
import { startLive } from "./kit/live";
import { startMenus } from "./kit/menus";
import { startOutlooks } from "./kit/outlook";
import { showTimes, startClock } from "./kit/time";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

const CHARTS = "farlight-per-image-plot, farlight-result-chart";
let chartModule: Promise<unknown> | null = null;

function loadIslands(root: ParentNode): void {
  const address = document.querySelector<HTMLMetaElement>('meta[name="farlight-chart"]')?.content;
  if (!address || chartModule || !root.querySelector(CHARTS)) return;
  chartModule = import(/* @vite-ignore */ address);
}

function enliven(root: ParentNode): void {
  showTimes(root);
  bindLiveValues(root);
  loadIslands(root);
}

window.htmx = htmx;
document.addEventListener("htmx:load", (event) => {
  const element = (event as CustomEvent<{ elt: Element }>).detail.elt;
  enliven(element.parentElement ?? element);
});
enliven(document);
startAsking();
startClock();
startCopying();
startFailures();
startKeyboard();
startMenus();
startOutlooks();
startLive();
