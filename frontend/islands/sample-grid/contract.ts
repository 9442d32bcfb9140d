/** What the page says of the table, and what the server says of its rows. */

import type { components } from "../../generated/api";

export interface GridColumn {
  key: string;
  title: string;
  kind: "text" | "number" | "integer" | "choice" | "flag" | "date";
  choices: string[];
  isRequired: boolean;
  help: string;
  example: string;
  /** Hidden at first, because hardly anybody needs it. */
  isFolded: boolean;
}

/** A row of the table: texts by the keys of the columns. */
export type GridRow = Record<string, string>;
export type GridProblem = components["schemas"]["GridProblemOut"];
export type GridCheck = components["schemas"]["GridCheckOut"];
export type Declared = components["schemas"]["SamplesDeclaredOut"];

export interface GridRequest {
  technique: string;
  keys: string[];
  rows: string[][];
}

/** Rows in which anything but what was filled in beforehand stands; and where each is in the table. */
export function filled(
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
): { rows: string[][]; places: number[] } {
  const places: number[] = [];
  const texts: string[][] = [];
  rows.forEach((row, place) => {
    const cells = columns.map((column) => row[column.key] ?? "");
    if (!cells.some((cell) => cell.trim() !== "")) return;
    places.push(place);
    texts.push(cells);
  });
  return { rows: texts, places };
}
