/** What a browser finds out about itself and the line to the facility. */

import { measure } from "../line-meter/measuring";

export interface Measured {
  readonly browser: string;
  readonly has_websocket: boolean;
  readonly has_event_stream: boolean;
  readonly has_webgl: boolean;
  readonly latency_ms: number;
  readonly down_bytes_per_s: number;
  readonly up_bytes_per_s: number;
  /** How much this computer's clock is ahead of the facility's. */
  readonly clock_ahead_s: number;
  readonly screen_width_px: number;
  readonly screen_height_px: number;
}

const WAIT_MS = 5000;
const LONGEST_NAME = 120;
const BRANDS: readonly (readonly [string, RegExp])[] = [
  ["Edge", /Edg\/(\d+)/],
  ["Firefox", /Firefox\/(\d+)/],
  ["Chrome", /Chrom(?:e|ium)\/(\d+)/],
  ["Safari", /Version\/(\d+).*Safari/],
];

/** A browser's name and version, as people know it. */
export function nameOf(agent: string): string {
  for (const [name, pattern] of BRANDS) {
    const version = pattern.exec(agent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return agent.slice(0, LONGEST_NAME) || "unknown browser";
}

/** How much a clock is ahead, when the facility told its time somewhere between a question and its answer. */
export function aheadOf_s(asked_ms: number, answered_ms: number, there_ms: number): number {
  return Math.round((asked_ms + answered_ms) / 2 - there_ms) / 1000;
}

function within(start: (done: (works: boolean) => void) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const end = (works: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(works);
    };
    const timer = setTimeout(end, WAIT_MS, false);
    stop = start(end);
  });
}

function websocketOpens(path: string): Promise<boolean> {
  return within((done) => {
    const socket = new WebSocket(
      `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`,
    );
    socket.addEventListener("message", () => {
      done(true);
    });
    socket.addEventListener("error", () => {
      done(false);
    });
    return () => {
      socket.close();
    };
  });
}

/** Whether the first of the heartbeats, which come each second, comes while the stream is still open. */
function eventsCome(url: string): Promise<boolean> {
  return within((done) => {
    const stream = new EventSource(url);
    stream.addEventListener("heartbeat", () => {
      done(true);
    });
    return () => {
      stream.close();
    };
  });
}

function drawsByCard(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

async function clockAhead_s(url: string): Promise<number> {
  const asked_ms = Date.now();
  const answer = (await (await fetch(url, { cache: "no-store" })).json()) as { now: string };
  return aheadOf_s(asked_ms, Date.now(), Date.parse(answer.now));
}

/** Looks at everything; some ten seconds. */
export async function look(
  session: string,
  token: string,
  stop: AbortSignal,
  say: (words: string) => void,
): Promise<Measured> {
  const here = `/api/v1/sessions/${session}`;
  say("live events, websockets …");
  const [events, sockets] = await Promise.all([
    eventsCome(`${here}/events`),
    websocketOpens("/readiness/socket"),
  ]);
  say("clock …");
  const ahead_s = await clockAhead_s(`${here}/readiness`);
  const line = await measure("/api/v1/line", token, stop, say);
  return {
    browser: nameOf(navigator.userAgent),
    has_websocket: sockets,
    has_event_stream: events,
    has_webgl: drawsByCard(),
    latency_ms: line.latency_ms,
    down_bytes_per_s: Math.max(line.down_bytes_per_s, line.together_bytes_per_s),
    up_bytes_per_s: line.up_bytes_per_s,
    clock_ahead_s: ahead_s,
    screen_width_px: screen.width,
    screen_height_px: screen.height,
  };
}
