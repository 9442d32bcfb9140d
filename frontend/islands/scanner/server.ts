/** The server, as the scanner speaks to it. */

import type { Answer, Known, Reason, Scan, Thing } from "./contract";

/** Nobody answered: the phone has no network, or the server is away. */
export class OutOfReach extends Error {}

/** The server answered, but not as hoped. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly reasons: readonly Reason[],
  ) {
    super(title);
  }
}

export interface Server {
  known(): Promise<Known>;
  thing(code: string, mark: string): Promise<Thing>;
  send(person: string, scans: readonly Scan[]): Promise<Answer[]>;
}

const PATIENCE_MS = 12_000;

function csrfToken(): string {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** Answers of a proxy before a server that is away count as no answer. */
function isAway(status: number): boolean {
  return status >= 502 && status <= 504;
}

export class WebServer implements Server {
  constructor(
    private readonly thingsUrl: string,
    private readonly scansUrl: string,
  ) {}

  known(): Promise<Known> {
    return this.ask<Known>(this.thingsUrl);
  }

  thing(code: string, mark: string): Promise<Thing> {
    const asked = new URLSearchParams(mark ? { code, mark } : { code });
    return this.ask<Thing>(`${this.scansUrl}/thing?${asked.toString()}`);
  }

  async send(person: string, scans: readonly Scan[]): Promise<Answer[]> {
    const body = JSON.stringify({ person, sent_at: new Date().toISOString(), scans });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    const { answers } = await this.ask<{ answers: Answer[] }>(this.scansUrl, {
      method: "POST",
      body,
      headers,
    });
    return answers;
  }

  private async ask<T>(url: string, options: RequestInit = {}): Promise<T> {
    const response = await fetch(url, {
      ...options,
      headers: { Accept: "application/json", ...(options.headers as Record<string, string> | undefined) },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => {
      throw new OutOfReach("The server does not answer.");
    });
    if (isAway(response.status)) throw new OutOfReach(`The server is away (${response.status}).`);
    if (response.ok) return (await response.json()) as T;
    const isProblem = response.headers.get("content-type")?.includes("json") ?? false;
    const problem = (isProblem ? await response.json() : {}) as { title?: string; reasons?: Reason[] };
    throw new Refusal(response.status, problem.title ?? "", problem.reasons ?? []);
  }
}
