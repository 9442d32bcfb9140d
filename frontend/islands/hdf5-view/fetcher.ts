// How H5Web asks: with the page's own sign-on, and with the sentences that our problems carry.

type Parameters = Record<string, string>;
interface Options {
  abortSignal?: AbortSignal;
  onProgress?: (part: number) => void;
}

export async function fetcher(
  url: string,
  parameters: Parameters,
  { abortSignal }: Options = {},
): Promise<ArrayBuffer> {
  const address = `${url}?${new URLSearchParams(parameters).toString()}`;
  const response = await fetch(address, { signal: abortSignal ?? null });
  if (!response.ok) throw new Error(await sentenceOf(response));
  return response.arrayBuffer();
}

/** What went wrong, as the server says it (problem+json), or by its number. */
export async function sentenceOf(response: Response): Promise<string> {
  const kind = response.headers.get("Content-Type") ?? "";
  if (!kind.includes("json")) return `The server answers ${String(response.status)}.`;
  const problem = (await response.json()) as { detail?: unknown; title?: unknown };
  const said = problem.detail ?? problem.title;
  return typeof said === "string" ? said : `The server answers ${String(response.status)}.`;
}
