import { describe, expect, it } from "vitest";
import { filled, type GridColumn } from "./contract";
import { Draft } from "./draft";
import { pasted } from "./pasting";
import { cellsIn, textOf } from "./tsv";

const column = (key: string, title: string): GridColumn => ({
  key,
  title,
  kind: "text",
  choices: [],
  isRequired: false,
  help: "",
  example: "",
  isFolded: false,
});
const COLUMNS = [column("name", "Name"), column("barcode", "Barcode"), column("size_um", "Size (µm)")];

describe("cells of the clipboard", () => {
  it("are read with quotes, tabs and line ends within cells", () => {
    expect(cellsIn('a\t"b ""c""\td"\r\n"two\nlines"\t\n')).toEqual([
      ["a", 'b "c" d'],
      ["two lines", ""],
    ]);
    expect(cellsIn("alone")).toEqual([["alone"]]);
    expect(cellsIn("")).toEqual([]);
  });

  it("are written so that spreadsheets read them", () => {
    const cells = [["a", 'b "c"'], ["tab\there"]];
    expect(textOf(cells)).toBe('a\t"b ""c"""\n"tab\there"');
  });
});

describe("a paste", () => {
  it("goes from where one stands to the right and down, and adds rows", () => {
    const { rows, lost, cells } = pasted([{ name: "x" }], COLUMNS, { row: 0, column: 1 }, [
      ["B1", "5"],
      ["B2", "6", "beyond"],
    ]);
    expect(rows).toEqual([
      { name: "x", barcode: "B1", size_um: "5" },
      { barcode: "B2", size_um: "6" },
    ]);
    expect([lost, cells]).toEqual([1, 4]);
  });

  it("goes by headings when they come along", () => {
    const { rows, lost } = pasted([], COLUMNS, { row: 0, column: 2 }, [
      ["Size [um]", "What?", "NAME"],
      ["7", "nothing", "a"],
    ]);
    expect(rows).toEqual([{ size_um: "7", name: "a" }]);
    expect(lost).toBe(1);
  });
});

describe("rows", () => {
  it("that are empty are not sent, and the others know their places", () => {
    const rows = [{ name: "a" }, { name: " " }, { barcode: "B" }];
    expect(filled(rows, COLUMNS)).toEqual({
      rows: [
        ["a", "", ""],
        ["", "B", ""],
      ],
      places: [0, 2],
    });
  });
});

describe("a draft", () => {
  it("is kept for a month, and forgotten when it was declared", () => {
    const draft = new Draft("test", window.localStorage);
    draft.keep([{ name: "a" }], 1000);
    expect(draft.read(2000)).toEqual([{ name: "a" }]);
    expect(draft.read(1000 + 31 * 24 * 3600 * 1000)).toBeNull();
    draft.forget();
    expect(draft.read(2000)).toBeNull();
  });

  it("does without a browser that keeps nothing", () => {
    const draft = new Draft("test", null);
    draft.keep([{}], 0);
    expect(draft.read(0)).toBeNull();
    window.localStorage.setItem("broken", "{");
    expect(new Draft("broken", window.localStorage).read(0)).toBeNull();
  });
});
