/**
 * `<diffraction-viewer>`: images of a run, in the browser.
 *
 * Attributes: `manifest` (address of the run's manifest), `worker` and `wasm` (addresses of the worker's script and
 * its kernels), `icons` (the sprite), `run`, `image`, `page` (address of an image's page, with `{image}`), `series-url`,
 * `picture` (drawn by the server, shown until the first image comes); or `source="mock"` with `detector` and `bits`.
 * What stands inside is shown where the viewer cannot run.
 * Out: `image-shown` with what is shown, in words; `picture-drawn` with what each drawing took (`telling.ts`).
 */

import { GRAPHICS, type Graphics, type SourceSpec } from "../contract/worker";
import { make } from "../controls/dom";
import { imageOf, looksFrom } from "./address";
import { WorkerEngine, type Engine } from "./engine";
import { News, seriesSource } from "./news";
import { Room } from "./room";

/** Compressed and decoded frames that are kept for going back and forth. */
const CACHE_BYTES = 256_000_000;
const DETECTORS = ["1M", "4M", "9M", "16M"] as const;

/** `?graphics=cpu` and `?graphics=gpu` say who draws: to find out what a machine is good for. */
function graphicsIn(words: URLSearchParams): Graphics {
  return GRAPHICS.find((one) => one === words.get("graphics")) ?? "auto";
}

export class DiffractionViewer extends HTMLElement {
  room: Room | null = null;
  private news: News | null = null;
  private readonly fallback: Node[] = [];

  connectedCallback(): void {
    if (this.room) return;
    this.fallback.push(...this.childNodes);
    const room = new Room(this, {
      looks: looksFrom(this.image, new URLSearchParams(location.search)),
      start: {
        source: this.source,
        wasm_url: this.address("wasm"),
        cache_bytes: CACHE_BYTES,
        graphics: graphicsIn(new URLSearchParams(location.search)),
      },
      icons: this.said("icons"),
      page: this.said("page"),
      makeEngine: () => this.makeEngine(),
      drawn: () => {
        this.querySelector(".fl-dv-first")?.remove();
      },
      fail: (message) => {
        this.fail(message);
      },
    });
    this.room = room;
    const picture = this.said("picture");
    if (picture) room.pane.root.prepend(make("img", "fl-dv-first", { src: picture, alt: "" }));
    this.replaceChildren(room.layout.root);
    room.begin();
    this.listen(room);
  }

  disconnectedCallback(): void {
    this.news?.close();
    this.room?.close();
    this.room = null;
    this.replaceChildren(...this.fallback.splice(0));
  }

  /** Made anew for each picture; tests put another in its place. */
  makeEngine(): Engine {
    return new WorkerEngine(new Worker(this.address("worker"), { type: "module" }));
  }

  private listen(room: Room): void {
    const run = Number(this.said("run"));
    this.news = new News(room.desk, run, (ready, isCollecting) => {
      room.grow(ready, isCollecting);
    });
    const series = seriesSource(this.said("series-url"), run, this.source.kind === "mock");
    if (series) this.news.followSeries(series);
  }

  /** The pictures that the server draws come back when nothing else can be shown. */
  private fail(message: string): void {
    if (!this.room) return;
    if (this.room.desk.lane !== null) {
      this.room.say(message);
      return;
    }
    this.news?.close();
    this.room.close();
    this.room = null;
    const said = make(
      "p",
      "fl-message fl-message-warning",
      { role: "status" },
      `${message} The pictures below are drawn by the server.`,
    );
    this.replaceChildren(said, ...this.fallback.splice(0));
  }

  private get image(): number {
    return imageOf(location.pathname, this.said("page")) ?? (Number(this.said("image")) || 1);
  }

  private said(name: string): string {
    return this.getAttribute(name) ?? "";
  }

  private address(name: string): string {
    return new URL(this.said(name), location.href).href;
  }

  private get source(): SourceSpec {
    if (this.said("source") !== "mock") return { kind: "http", manifest_url: this.address("manifest") };
    const detector = DETECTORS.find((name) => name === this.said("detector")) ?? "4M";
    return { kind: "mock", detector, bits: this.said("bits") === "32" ? 32 : 16 };
  }
}
