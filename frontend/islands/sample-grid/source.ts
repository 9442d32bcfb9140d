/** The server's side of the table: checks, and declares. */

import { ApiError, type Reason } from "../../kit/api";
import type { Declared, GridCheck, GridRequest } from "./contract";

export interface GridSource {
  check(request: GridRequest, signal: AbortSignal): Promise<GridCheck>;
  declare(request: GridRequest): Promise<Declared>;
}

function csrfToken(): string {
  const headers = document.body.getAttribute("hx-headers") ?? "{}";
  return (JSON.parse(headers) as Record<string, string>)["X-CSRFToken"] ?? "";
}

async function post<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  const answer: unknown = response.headers.get("content-type")?.includes("json") ? await response.json() : {};
  if (response.ok) return answer as T;
  const { title, reasons } = answer as { title?: string; reasons?: Reason[] };
  throw new ApiError(response.status, title ?? `The server answered ${response.status}.`, reasons ?? []);
}

export class HttpGridSource implements GridSource {
  constructor(private readonly proposal: string) {}

  check(request: GridRequest, signal: AbortSignal): Promise<GridCheck> {
    return post<GridCheck>(`/api/v1/proposals/${this.proposal}/samples/check`, request, signal);
  }

  declare(request: GridRequest): Promise<Declared> {
    return post<Declared>(`/api/v1/proposals/${this.proposal}/samples/table`, request);
  }
}
