/** Where the plots come from: once for all plots of a page. */

import { fetchJson } from "../../kit/api";
import type { Chart } from "./charts";

export interface ChartSource {
  load(): Promise<readonly Chart[]>;
}

/** Addresses of scans change as they go on: what was asked for is not kept for ever. */
const MOST_KEPT = 40;
const asked = new Map<string, Promise<readonly Chart[]>>();

/** Over HTTP; plots of one address ask once. */
export class HttpCharts implements ChartSource {
  constructor(
    private readonly url: string,
    private readonly fetch: (url: string) => Promise<readonly Chart[]> = fetchJson<readonly Chart[]>,
  ) {}

  load(): Promise<readonly Chart[]> {
    const known = asked.get(this.url);
    if (known) return known;
    if (asked.size >= MOST_KEPT) asked.clear();
    const coming = this.fetch(this.url);
    asked.set(this.url, coming);
    coming.catch(() => asked.delete(this.url));
    return coming;
  }
}

/** A good crystal that suffers a little. */
export class MockCharts implements ChartSource {
  load(): Promise<readonly Chart[]> {
    const d = Array.from({ length: 20 }, (_, bin) => 1 / Math.sqrt(0.01 + bin * 0.02));
    const images = Array.from({ length: 180 }, (_, image) => image + 1);
    const line = { unit: "", decimals: 2, is_right: false } as const;
    return Promise.resolve([
      {
        name: "completeness",
        title: "Completeness and multiplicity",
        along: "resolution",
        along_values: d,
        words: "Completeness goes from 99 % at low to 60 % at high resolution.",
        lines: [
          {
            ...line,
            word: "Completeness",
            unit: "%",
            look: "line",
            values: d.map((v) => Math.min(99, 40 + v * 30)),
          },
          { ...line, word: "Multiplicity", look: "line", is_right: true, values: d.map((v) => 2 + v) },
        ],
      },
      {
        name: "scale_and_b",
        title: "Scale and B factor by image",
        along: "image",
        along_values: images,
        words: "The scale goes from 1.00 to 0.80, and the B factor is below zero where spots fade.",
        lines: [
          { ...line, word: "Scale", look: "line", values: images.map((image) => 1 - image / 900) },
          {
            ...line,
            word: "B factor",
            unit: "Å²",
            look: "dashes",
            is_right: true,
            values: images.map((i) => -i / 90),
          },
        ],
      },
    ]);
  }
}
