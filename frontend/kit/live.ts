/** Joins the session's line to the page: events on `document.body`, and a badge that says how live it is. */

import type { Reason } from "./api";
import { Line, type LineState, type LiveEvent } from "./sse";
import { DelayMeter } from "./delay";

/** Kinds that come many times during a run; they are drawn in place and never fetch a card anew. */
const FREQUENT = new Set(["run-progressed", "run-analysed", "frames-collected"]);

export function announce(event: LiveEvent, root: EventTarget = document.body): void {
  const detail = { ...event.body, number: event.number, kind: event.kind, at: event.at, by: event.by };
  root.dispatchEvent(new CustomEvent(event.kind, { detail }));
  const run = event.body.run ?? event.body.run_number;
  if (typeof run === "number" && !FREQUENT.has(event.kind)) {
    root.dispatchEvent(new CustomEvent(`run-${run}-changed`, { detail }));
  }
}

function say(state: LineState, word: string): void {
  for (const badge of document.querySelectorAll<HTMLElement>("[data-live-badge]")) {
    badge.dataset.line = state;
    const text = badge.querySelector("[data-live-word]");
    if (text && text.textContent !== word) text.textContent = word;
  }
}

function showEnd(reasons: readonly unknown[]): void {
  const place = document.querySelector("#messages");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "fl-message fl-message-warning";
  const said = (reasons as Reason[]).map((reason) => [reason.message, reason.mend].filter(Boolean).join(" "));
  note.textContent = said.join(" ") || "Your access to this session has ended. Reload the page to see why.";
  place.append(note);
}

/** Starts following when the body names a stream: `data-live="<url>" data-live-after="<number>"`. */
export function startLive(): void {
  const url = document.body.dataset.live;
  if (!url) return;
  const meter = new DelayMeter();
  let state: LineState = "connecting";
  const tick = (): void => {
    if (state === "live") say(state, meter.liveWord(Date.now()));
    else if (state === "lost") say(state, meter.lostWord(Date.now()));
  };
  const line = new Line(
    { url, after: document.body.dataset.liveAfter ?? "" },
    {
      onEvent: (event) => {
        meter.hear(Date.parse(event.at), Date.now());
        announce(event);
        tick();
      },
      onHeartbeat: (atMs) => {
        meter.hear(atMs, Date.now());
        tick();
      },
      onState: (now, reasons) => {
        state = now;
        if (now === "ended") {
          say(now, "access ended");
          showEnd(reasons ?? []);
        } else tick();
      },
    },
  );
  setInterval(tick, 1000);
  addEventListener("pagehide", () => {
    line.close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  void line.follow();
}
