/** Reads JSON of the REST interface; a refusal becomes an error that carries its reasons. */

export interface Reason {
  message: string;
  mend?: string;
  who?: string;
  field?: string;
  link?: string;
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly reasons: readonly Reason[],
  ) {
    super(title);
    this.name = "ApiError";
  }
}

interface Problem {
  title?: string;
  reasons?: Reason[];
}

export async function problemOf(response: Response): Promise<Problem> {
  if (!response.headers.get("content-type")?.includes("json")) return {};
  return (await response.json()) as Problem;
}

export async function fetchJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return (await response.json()) as T;
  const problem = await problemOf(response);
  throw new ApiError(
    response.status,
    problem.title ?? `The server answered ${response.status}.`,
    problem.reasons ?? [],
  );
}
