/** Sends JSON to the REST interface, with the token that shows that it comes from a page of this site. */

import { ApiError, problemOf } from "./api";

function csrfToken(): string {
  const fromPage = document.body.getAttribute("hx-headers");
  if (fromPage === null) return "";
  return (JSON.parse(fromPage) as Record<string, string>)["X-CSRFToken"] ?? "";
}

export async function postJson<T>(url: string, body: unknown = {}): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as T;
  const problem = await problemOf(response);
  throw new ApiError(
    response.status,
    problem.title ?? `The server answered ${response.status}.`,
    problem.reasons ?? [],
  );
}
