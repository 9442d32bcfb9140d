/** Joins the session's line to the page: events on `document.body`, and a badge that says how live it is. */

import type { Reason } from "./api";
import { Line, type LineListener, type LineState, type LiveEvent } from "./sse";
import { DelayMeter } from "./delay";

/** Kinds that come many times during a run; they are drawn in place and never fetch a card anew. */
const FREQUENT = new Set(["run-progressed", "run-analysed", "frames-collected"]);

export function announce(event: LiveEvent, root: EventTarget = document.body): void {
  const detail = { ...event.body, number: event.number, kind: event.kind, at: event.at, by: event.by };
  root.dispatchEvent(new CustomEvent(event.kind, { detail }));
  root.dispatchEvent(new CustomEvent("live-event", { detail }));
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

/** A page that nobody looks at gives its connection back after so long; browsers keep only six open to a host. */
const HIDDEN_MS = 30_000;

/** The page's side of the line: shows how live it is, and hands events on. */
export class Follower implements LineListener {
  private readonly meter = new DelayMeter();
  private state: LineState = "connecting";
  private line: Line | null = null;
  private resting = 0;
  private rights: number | null = null;

  constructor(
    private readonly url: string,
    private after: string,
  ) {}

  start(): void {
    clearTimeout(this.resting);
    if (this.line || this.state === "ended") return;
    this.meter.begin(Date.now());
    this.line = new Line({ url: this.url, after: this.after }, this);
    void this.line.follow();
  }

  stop(): void {
    this.line?.close();
    this.line = null;
  }

  rest(): void {
    this.resting = window.setTimeout(() => {
      this.stop();
    }, HIDDEN_MS);
  }

  tick(): void {
    if (this.state === "live") say(this.state, this.meter.liveWord(Date.now()));
    else if (this.state === "lost") say(this.state, this.meter.lostWord(Date.now()));
  }

  onEvent(event: LiveEvent): void {
    this.after = String(event.number);
    this.meter.hear(Date.parse(event.at), Date.now());
    announce(event);
    this.tick();
  }

  onHeartbeat(atMs: number, rights: number): void {
    this.meter.hear(atMs, Date.now());
    if (Number.isInteger(rights)) this.see(rights);
    this.tick();
  }

  private see(rights: number): void {
    if (this.rights !== null && this.rights !== rights) {
      document.body.dispatchEvent(new CustomEvent("rights-changed", { detail: { rights } }));
    }
    this.rights = rights;
  }

  onStatus(status: Record<string, unknown>): void {
    document.body.dispatchEvent(new CustomEvent("beamline-status", { detail: status }));
  }

  onMoved(event: string, detail: Record<string, unknown>): void {
    document.body.dispatchEvent(new CustomEvent(event, { detail }));
  }

  onState(state: LineState, reasons: readonly unknown[] = []): void {
    this.state = state;
    if (state === "ended") {
      say(state, "access ended");
      showEnd(reasons);
    } else this.tick();
  }
}

/** Starts following when the body names a stream: `data-live="<url>" data-live-after="<number>"`. */
export function startLive(): void {
  const { live, liveAfter } = document.body.dataset;
  if (!live) return;
  const follower = new Follower(live, liveAfter ?? "");
  setInterval(() => {
    follower.tick();
  }, 1000);
  addEventListener("pagehide", () => {
    follower.stop();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) follower.rest();
    else follower.start();
  });
  follower.start();
}
