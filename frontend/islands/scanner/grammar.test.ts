import { expect, test } from "vitest";
import cases from "../../generated/scanning-cases.json";
import { VERBS } from "./contract";
import { read } from "./grammar";

test.each(cases as unknown as [string, Record<string, string>][])(
  "%j is read as the server reads it",
  (text, said) => {
    expect(read(text)).toEqual(said);
  },
);

test("every verb's barcode reads back, with its place", () => {
  for (const { verb, barcode } of VERBS) {
    expect(read(barcode)).toEqual({ is: "verb", verb, place: "" });
    expect(read(`${barcode}:A1`)).toEqual({ is: "verb", verb, place: "A1" });
  }
});
