// Images from the server. The ticket that goes with each request is renewed through the manifest.
import type { Codec, Manifest } from "../../contract/manifest";
import type { FrameSource, Packed, Which } from "../../contract/source";
import type { LineMeter } from "../meter";

/** What the server refused; the message is for people. */
export class SourceError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const UNAUTHORISED = 401;
const REFUSED = 403;
const MISSING = 404;
/** What is missing right after a manifest came is missing. */
const MOVED_AFTER_MS = 1000;
const RENEWED_BEFORE = 0.8;
const WORDS: Record<number, string> = {
  401: "You are signed out, or may no longer see this run. Reload the page.",
  403: "You are signed out, or may no longer see this run. Reload the page.",
  404: "This image is not there, or you may not see it.",
  409: "This image has not been written yet.",
  429: "The server has too much to do. Try again in a moment.",
  503: "The server has too much to do. Try again in a moment.",
};

/** Why there are no images for this person now, in the server's words. */
async function reasonOf(response: Response): Promise<string> {
  const said = (await response.json().catch(() => null)) as { title?: string } | null;
  return said?.title ? `${said.title} Then reload the page.` : (WORDS[REFUSED] ?? "");
}

function stackPath(which: Which, lone: string, many: string): string {
  if (which.count === 1) return `${lone}/${which.image}`;
  return `${many}/${which.image}-${which.image + which.count - 1}?how=${which.how}`;
}

export class HttpSource implements FrameSource {
  private current: Manifest | null = null;
  private askedAt = 0;
  private renewing: Promise<Manifest> | null = null;

  /** `onManifest` hears of each manifest after the first. */
  constructor(
    private readonly manifestUrl: string,
    private readonly meter: LineMeter,
    private readonly onManifest: (manifest: Manifest) => void,
    private readonly fetched: typeof fetch = (...request) => fetch(...request),
    private readonly now: () => number = () => performance.now(),
  ) {}

  async manifest(signal: AbortSignal): Promise<Manifest> {
    signal.throwIfAborted();
    return this.current ?? this.renewed();
  }

  async overview(which: Which, signal: AbortSignal): Promise<Blob> {
    const response = await this.request(stackPath(which, "overview", "overview"), signal);
    const bytes = await new Response(this.metered(response)).arrayBuffer();
    return new Blob([bytes], { type: response.headers.get("Content-Type") ?? "" });
  }

  exact(which: Which, signal: AbortSignal): Promise<Packed> {
    return this.packed(stackPath(which, "chunk", "stack"), signal);
  }

  tile(
    image: number,
    rows: readonly [number, number],
    columns: readonly [number, number],
    signal: AbortSignal,
  ): Promise<Packed> {
    return this.packed(`tile/${image}/${rows.join("-")}/${columns.join("-")}`, signal);
  }

  mask(signal: AbortSignal): Promise<Packed> {
    return this.packed("mask", signal);
  }

  spots(image: number, signal: AbortSignal): Promise<Float32Array> {
    return this.numbers(`spots/${image}`, signal);
  }

  async predictions(image: number, signal: AbortSignal): Promise<Float32Array> {
    const { processing } = await this.manifest(signal);
    return processing === 0 ? new Float32Array() : this.numbers(`predictions/${processing}/${image}`, signal);
  }

  private async packed(path: string, signal: AbortSignal): Promise<Packed> {
    const response = await this.request(path, signal);
    const codec = (response.headers.get("Farlight-Codec") ?? "bslz4") as Codec;
    return {
      codec,
      stream: this.metered(response),
      size_bytes: Number(response.headers.get("Content-Length") ?? 0),
    };
  }

  private async numbers(path: string, signal: AbortSignal): Promise<Float32Array> {
    const response = await this.request(path, signal);
    return new Float32Array(await new Response(this.metered(response)).arrayBuffer());
  }

  private async request(path: string, signal: AbortSignal): Promise<Response> {
    const known = await this.valid(signal);
    const response = await this.asked(path, known, signal);
    if (response.status === UNAUTHORISED)
      return this.accepted(await this.asked(path, await this.renewed(), signal));
    if (response.status !== MISSING || this.now() - this.askedAt < MOVED_AFTER_MS)
      return this.accepted(response);
    // When a run's files change, such as at its end, its images lie elsewhere.
    const renewed = await this.renewed();
    return this.accepted(renewed.root === known.root ? response : await this.asked(path, renewed, signal));
  }

  private async asked(path: string, manifest: Manifest, signal: AbortSignal): Promise<Response> {
    const asked_at = this.now();
    const root = manifest.root.replace(/\/$/, "");
    const response = await this.fetched(`${root}/${path}`, {
      headers: { "Farlight-Ticket": manifest.ticket },
      signal,
    });
    this.meter.began(this.now() - asked_at);
    if (!response.ok || !response.body) this.meter.ended();
    return response;
  }

  private accepted(response: Response): Response {
    if (response.ok) return response;
    throw new SourceError(
      WORDS[response.status] ?? `The server refused (${response.status}).`,
      response.status,
    );
  }

  private metered(response: Response): ReadableStream<Uint8Array> {
    const reader = response.body?.getReader();
    const { meter } = this;
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = await reader?.read().catch((error: unknown) => {
          meter.ended();
          throw error;
        });
        if (!piece || piece.done) {
          meter.ended();
          controller.close();
          return;
        }
        meter.received(piece.value.byteLength);
        controller.enqueue(piece.value);
      },
      async cancel(reason) {
        meter.ended();
        await reader?.cancel(reason);
      },
    });
  }

  private async valid(signal: AbortSignal): Promise<Manifest> {
    const manifest = await this.manifest(signal);
    const is_old = this.now() - this.askedAt > manifest.ticket_valid_s * 1000 * RENEWED_BEFORE;
    return is_old ? this.renewed() : manifest;
  }

  /** One request serves all who wait for it; nobody's giving up ends it. */
  private renewed(): Promise<Manifest> {
    this.renewing ??= this.askManifest().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async askManifest(): Promise<Manifest> {
    const asked_at = this.now();
    const response = await this.fetched(this.manifestUrl, { headers: { Accept: "application/json" } });
    if (response.status === REFUSED) throw new SourceError(await reasonOf(response), REFUSED);
    const manifest = (await this.accepted(response).json()) as Manifest;
    const is_first = this.current === null;
    this.current = manifest;
    this.askedAt = asked_at;
    if (!is_first) this.onManifest(manifest);
    return manifest;
  }
}
