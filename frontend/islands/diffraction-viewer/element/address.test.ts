import { expect, test } from "vitest";
import { imageOf, looksFrom, queryOf } from "./address";
import { DISPERSION, firstLooks, type Looks } from "./looks";

const read = (query: string): Looks => looksFrom(7, new URLSearchParams(query));

test("what is as at first leaves the address empty", () => {
  expect(queryOf(firstLooks(7))).toBe("");
  expect(read("")).toEqual(firstLooks(7));
});

test.each([
  "?contrast=2.25&rings=1",
  "?contrast=1.5&invert=1&rings=1&spots=1&colours=heat&zoom=4&at=0.25,0.75",
])("an old link %s means what it meant", (query) => {
  const looks = read(query);
  expect(looks.shown).toContain("rings");
  expect(queryOf(looks)).toBe(query);
});

const ALL: Partial<Looks>[] = [
  { levels: [1.5, 40] },
  { scale: "log", colours: "cividis", is_inverted: true },
  { threshold: { kind: "fixed", counts: 12 } },
  { threshold: { ...DISPERSION, sigma_strong: 4.5 } },
  { shown: ["ice", "predictions", "beam"] },
  { looking: { zoom: 33.3333, centre: [0.123456, 0.654321] } },
  { count: 10, how: "max" },
  { compared: 12, follows: true },
  { measured: { kind: "line", from: [1.25, 2.5], to: [300.125, 4] } },
  { measured: { kind: "box", region: { rows: [3, 9], columns: [100, 140] } } },
  { measured: { kind: "radial" } },
  { measured: { kind: "rocking", at: [512.5, 77.25] } },
];

test.each(ALL)("%o survives the way through the address", (patch) => {
  const looks = { ...firstLooks(7), ...patch };
  expect(read(queryOf(looks))).toEqual(looks);
});

test.each([
  "?contrast=loud&levels=5,1&zoom=-3&at=x,y&colours=mud&scale=up",
  "?threshold=&dispersion=1,2&stack=sum,0&beside=left&line=1,2,3&box=a,b,c,d&mask=1&contrast=-1",
])("nonsense %s is as if it were not said", (query) => {
  expect(read(query)).toEqual(firstLooks(7));
});

test("numbers beyond what can be are brought back", () => {
  expect(read("?contrast=1e9&stack=mean,5000&beside=-4")).toMatchObject({
    contrast: 20,
    count: 100,
    how: "mean",
    compared: 1,
  });
});

test("the path says the image, also after a step before the viewer was there", () => {
  const page = "/sessions/mx1-1/runs/3/images/{image}/";
  expect(imageOf("/sessions/mx1-1/runs/3/images/12/", page)).toBe(12);
  expect(imageOf("/sessions/mx1-1/runs/3/images/no/", page)).toBeUndefined();
  expect(imageOf("/elsewhere/", page)).toBeUndefined();
  expect(imageOf("/elsewhere/", "")).toBeUndefined();
});
