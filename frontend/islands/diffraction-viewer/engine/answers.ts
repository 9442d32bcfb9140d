// Answers to the page's questions about what stands on the canvas.
import type { FrameSource } from "../contract/source";
import type { Answer, Question } from "../contract/worker";
import { shadowOfStop } from "./beam-stop";
import { FIRST_COUNTS } from "./companding";
import { CountsReader } from "./counts";
import { tallyOf } from "./levels";
import { alongLine, aroundBeam, overBox } from "./profiles";
import { rockingCurve } from "./rocking";
import type { Stage } from "./stage";

const NOT_YET: Answer = { kind: "none", reason: "The exact counts of this image have not arrived yet." };

export class Answers {
  private readonly reader: CountsReader;

  constructor(
    private readonly stage: Stage,
    private readonly source: FrameSource,
  ) {
    this.reader = new CountsReader(stage);
  }

  async to(question: Question): Promise<Answer> {
    const { on } = this.stage;
    if (!on) return { kind: "none", reason: "No image is shown." };
    const { signal } = new AbortController();
    switch (question.kind) {
      case "counts":
        return { kind: "counts", ...this.reader.at(question.slow, question.fast) };
      case "region": {
        const counts = this.reader.region(question.region);
        return counts ? { kind: "region", region: question.region, counts } : NOT_YET;
      }
      case "spots":
        return { kind: "spots", places: await this.source.spots(on.image, signal) };
      case "predictions":
        return { kind: "predictions", places: await this.source.predictions(on.image, signal) };
      case "rocking":
        return rockingCurve(this.stage, this.source, on.image, question);
      default:
        return this.stage.hasExact ? this.measured(question) : NOT_YET;
    }
  }

  private measured(
    question: Extract<Question, { kind: "line" | "box" | "radial" | "histogram" | "shadow" }>,
  ): Answer {
    const { shape, geometry } = this.stage.manifest;
    switch (question.kind) {
      case "line":
        return { kind: "line", counts: alongLine(this.reader, shape, question.from, question.to) };
      case "box":
        return overBox(this.reader, shape, question.region);
      case "shadow":
        return this.shadow([question.slow, question.fast]);
      case "histogram":
        return histogram(tallyOf(this.stage.machine, this.stage.exact.pyramid.finest));
      case "radial":
        return geometry
          ? aroundBeam(this.reader, this.stage, geometry)
          : { kind: "none", reason: "The geometry of these images is not known." };
    }
  }

  private shadow(beam: readonly [number, number]): Answer {
    const { finest } = this.stage.exact.pyramid;
    const shown = this.stage.machine.heap.u16(finest.at, finest.rows * finest.columns);
    const found = shadowOfStop(shown, finest, beam);
    return found
      ? { kind: "shadow", ...found }
      : { kind: "none", reason: "No shadow of a beam stop is seen on this image." };
  }
}

/** Good pixels between the edges of the overview's codes: single counts first, then steps of 3.5 %. */
export function histogram(numbers: Uint32Array): Answer {
  const edges = Float64Array.from([...FIRST_COUNTS.slice(1, -1), numbers.length - 1]);
  const pixels = new Float64Array(edges.length - 1);
  for (let bin = 0; bin < pixels.length; bin++) {
    const end = Math.min(edges[bin + 1] ?? 0, numbers.length - 1);
    for (let counts = edges[bin] ?? 0; counts < end; counts++)
      pixels[bin] = (pixels[bin] ?? 0) + (numbers[counts + 1] ?? 0);
  }
  return { kind: "histogram", edges, pixels };
}
