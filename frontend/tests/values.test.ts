import { expect, test } from "vitest";
import { leftText } from "../kit/time";
import { angstrom, seconds } from "../kit/units";
import cases from "./values.json";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

test.each(cases.seconds as [number, string][])("%d seconds are written %s", (value, text) => {
  expect(plain(seconds(value))).toBe(text);
});

test.each(cases.angstrom as [number | null, string][])("%s ångström are written %s", (value, text) => {
  expect(plain(angstrom(value))).toBe(text);
});

test.each(cases.time_left as [number, string, string][])("%d s %s is written %s", (left_s, said, text) => {
  expect(plain(leftText(left_s * 1000, 0, said))).toBe(text);
});
