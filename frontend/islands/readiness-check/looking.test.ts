import { expect, it } from "vitest";
import { aheadOf_s, nameOf } from "./looking";

it("knows a browser by its name", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
  expect([
    nameOf(chrome),
    nameOf(`${chrome} Edg/141.0`),
    nameOf("Mozilla/5.0 Firefox/140.0"),
    nameOf(""),
  ]).toEqual(["Chrome 141", "Edge 141", "Firefox 140", "unknown browser"]);
});

it("takes a clock for right when the facility's time lies in the middle", () => {
  expect([aheadOf_s(1000, 1200, 1100), aheadOf_s(7000, 7200, 1100), aheadOf_s(0, 0, 90000)]).toEqual([
    0, 6, -90,
  ]);
});
