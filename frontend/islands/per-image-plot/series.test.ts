import { expect, test } from "vitest";
import { GrowingSeries, median, summary, type SeriesPart } from "./series";
import { HttpSource, MockSource } from "./source";

function part(images: number[], over: Partial<SeriesPart> = {}): SeriesPart {
  return {
    image_numbers: images,
    spots: images.map((image) => image * 10),
    resolution_angstrom: images.map(() => 1.8),
    total_intensity: images.map(() => 1e6),
    ice_score: images.map(() => 0.1),
    ...over,
  };
}

test("parts grow in the order of the images, and nothing counts twice", () => {
  const series = new GrowingSeries();
  expect(series.add(part([4, 5]))).toBe(true);
  expect(series.add(part([1, 2, 4]))).toBe(true);
  expect(series.add(part([5]))).toBe(false);
  expect(series.points("spots")).toEqual([
    [1, 10],
    [2, 20],
    [4, 40],
    [5, 50],
  ]);
});

test("what could not be measured leaves a gap", () => {
  const series = new GrowingSeries();
  series.add(part([1, 2, 3], { resolution_angstrom: [0, null, 2.5], spots: [0, NaN, 3] }));
  expect(series.points("resolution_angstrom").map(([, value]) => value)).toEqual([null, null, 2.5]);
  expect(series.points("spots").map(([, value]) => value)).toEqual([0, null, 3]);
});

test("the summary says what the plot shows", () => {
  const series = new GrowingSeries();
  expect(summary(series)).toBe("No image is analysed yet.");
  series.add(part([1]));
  expect(summary(series)).toBe("1 image analysed · median 10 spots · best 1.80 Å");
  series.add(part([2, 4], { sampled: true }));
  expect(summary(series)).toBe(
    "3 images analysed · median 20 spots · best 1.80 Å · evenly sampled, as analysis fell behind; the rest follows",
  );
  series.add(part([3], { sampled: false }));
  expect(summary(series)).toBe("4 images analysed · median 25 spots · best 1.80 Å");
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test("the source over HTTP follows its own run only", () => {
  const news = new EventTarget();
  const taken: number[] = [];
  const stop = new HttpSource("/series", 3, news).follow((fresh) => taken.push(...fresh.image_numbers));
  const tell = (run: number, images: number[]): boolean =>
    news.dispatchEvent(new CustomEvent("run-analysed", { detail: { run, ...part(images) } }));
  tell(3, [1]);
  tell(4, [2]);
  stop();
  tell(3, [3]);
  expect(taken).toEqual([1]);
});

test("the mock gives a run that could be", async () => {
  const first = await new MockSource(100, 40).load();
  expect(first.image_numbers).toHaveLength(40);
  expect(first.spots.every((spots) => spots > 0)).toBe(true);
});
