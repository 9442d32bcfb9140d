/** What every page loads: htmx, the live line, keys, times; islands come when a page has one. */

import htmx from "htmx.org";
import "./islands/camera-view";
import "./islands/grid-map";
import "./islands/line-meter";
import "./islands/per-image-plot";
import "./islands/readiness-check";
import "./islands/result-charts";
import { bindQuestions, startQuestions } from "./kit/asked-when";
import { startAsking } from "./kit/asking";
import { bindLiveValues } from "./kit/bindings";
import { startCopying } from "./kit/copying";
import { startDropping } from "./kit/dropping";
import { startFailures } from "./kit/failures";
import { bindFeeds, startFeeds } from "./kit/feed";
import { startForgetting } from "./kit/forgetting";
import { startKeyboard } from "./kit/keyboard";
import { judgeLabel } from "./kit/label";
import { startLive } from "./kit/live";
import { startMenus } from "./kit/menus";
import { startMissed } from "./kit/missed";
import { startPasskeys } from "./kit/passkeys";
import { startPrinting } from "./kit/printing";
import { bindSlots } from "./kit/slots";
import { startSounds } from "./kit/sounds";
import { startStrip } from "./kit/strip";
import { startTicks } from "./kit/ticks";
import { startOutlooks } from "./kit/outlook";
import { showTimes, startClock } from "./kit/time";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}

function enliven(root: ParentNode): void {
  showTimes(root);
  bindLiveValues(root);
  bindFeeds(root);
  bindSlots(root);
  bindQuestions(root);
}

window.htmx = htmx;
document.addEventListener("htmx:load", (event) => {
  const element = (event as CustomEvent<{ elt: Element }>).detail.elt;
  enliven(element.parentElement ?? element);
});
enliven(document);
startAsking();
startQuestions();
startClock();
startCopying();
startDropping();
startFailures();
startForgetting();
startKeyboard();
void judgeLabel();
startMenus();
startMissed();
startOutlooks();
startPasskeys();
startPrinting();
startFeeds();
startStrip();
startTicks();
startSounds();
startLive();
