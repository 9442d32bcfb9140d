/** The line to a desktop: a ticket, a websocket with it, and what its end means. */

import { ApiError } from "../../kit/api";
import { postJson } from "../../kit/posting";

const RETRY_MS = [500, 1_000, 2_000, 5_000];

/** A password that was refused is tried rarely: servers shut out for ever longer who tries it often. */
const REFUSED = 4504;
const RARELY_MS = 30_000;

/** Codes with which the server ends a line for good; whatever else is a broken line. */
const FOR_GOOD = new Set([4400, 4403, 4410]);

/** What somebody reads when the line ended: for good, or to be tried again after so long. */
export interface Ending {
  words: string;
  againAfterMs: number | null;
}

export class Tries {
  private count = 0;

  /** Forgets what failed: the line holds. */
  well(): void {
    this.count = 0;
  }

  ending(code: number, reason: string): Ending {
    if (FOR_GOOD.has(code)) return { words: reason || "The desktop was closed.", againAfterMs: null };
    if (code === REFUSED)
      return { words: `${reason} Trying again in half a minute …`, againAfterMs: RARELY_MS };
    const againAfterMs = RETRY_MS[this.count] ?? 5_000;
    this.count = Math.min(this.count + 1, RETRY_MS.length - 1);
    return { words: `${reason || "The line is broken."} Trying again …`, againAfterMs };
  }
}

/** Asks for a ticket and opens a websocket with it; an `ApiError` says why it may not be. */
export async function openSocket(url: string, protocols: string[] = []): Promise<WebSocket> {
  const { path } = await postJson<{ path: string }>(url);
  return new WebSocket(new URL(path, location.href.replace(/^http/, "ws")), protocols);
}

/** Why a ticket was refused; conflicts (the desktop is not there yet) are tried again. */
export function refusal(error: unknown, tries: Tries): Ending {
  if (!(error instanceof ApiError)) return tries.ending(0, "");
  const { status, message, reasons } = error;
  if (status === 409 || status >= 500) return tries.ending(0, message);
  const said = reasons.map((reason) => [reason.message, reason.mend].filter(Boolean).join(" "));
  return { words: said.join(" ") || message, againAfterMs: null };
}
