/** Where a plot gets its series from: the REST interface, or thin air for the demo and the tests. */

import { fetchJson } from "../../kit/api";
import type { SeriesPart } from "./series";

export interface SeriesSource {
  /** All that is known now. */
  load(signal: AbortSignal): Promise<SeriesPart>;
  /** Calls back with every part that comes later; gives the way to stop. */
  follow(take: (part: SeriesPart) => void): () => void;
}

/** The series of a run over HTTP; parts come with the page's `run-analysed` events. */
export class HttpSource implements SeriesSource {
  constructor(
    private readonly url: string,
    private readonly run: number,
    private readonly news: EventTarget = document.body,
  ) {}

  load(signal: AbortSignal): Promise<SeriesPart> {
    return fetchJson<SeriesPart>(this.url, signal);
  }

  follow(take: (part: SeriesPart) => void): () => void {
    const listen = (event: Event): void => {
      const detail = (event as CustomEvent<SeriesPart & { run: number }>).detail;
      if (detail.run === this.run) take(detail);
    };
    this.news.addEventListener("run-analysed", listen);
    return () => {
      this.news.removeEventListener("run-analysed", listen);
    };
  }
}

/** A rotation that never was: spots follow the crystal's face, resolution falls with dose, an ice ring comes and goes. */
export class MockSource implements SeriesSource {
  constructor(
    private readonly images = 900,
    private readonly ready = 300,
    private readonly step_ms = 250,
  ) {}

  load(): Promise<SeriesPart> {
    return Promise.resolve(this.part(1, this.ready));
  }

  follow(take: (part: SeriesPart) => void): () => void {
    let next = this.ready + 1;
    const timer = setInterval(() => {
      if (next > this.images) clearInterval(timer);
      else take(this.part(next, Math.min(20, this.images - next + 1)));
      next += 20;
    }, this.step_ms);
    return () => {
      clearInterval(timer);
    };
  }

  private part(first: number, count: number): SeriesPart {
    const images = Array.from({ length: count }, (_, index) => first + index);
    const wobble = (image: number): number => (Math.sin(image * 12.9898) * 43758.5453) % 1;
    return {
      image_numbers: images,
      spots: images.map((image) => Math.round(220 + 90 * Math.cos(image / 90) + 25 * wobble(image))),
      resolution_angstrom: images.map((image) => 1.7 + image / 3000 + 0.08 * wobble(image + 0.5)),
      total_intensity: images.map((image) => 4.1e6 * (1 - image / 6000) + 1e5 * wobble(image)),
      ice_score: images.map((image) => Math.max(0, Math.sin(image / 120) * 0.4 + 0.05 * wobble(image))),
    };
  }
}
