/** The table itself: Tabulator with ranges, editors by the kind of column, and marks where something is wrong. */

import {
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  ResizeColumnsModule,
  SelectRangeModule,
  Tabulator,
  TooltipModule,
  type CellComponent,
  type ColumnDefinition,
} from "tabulator-tables";
import type { GridColumn, GridProblem, GridRow } from "./contract";

Tabulator.registerModule([
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  ResizeColumnsModule,
  SelectRangeModule,
  TooltipModule,
]);

const WIDTH_PX = { text: 130, number: 110, integer: 90, choice: 140, flag: 80, date: 120 };
const WIDE = new Set(["name", "comment", "ligand", "smiles", "buffer"]);

export type ProblemOf = (row: number, key: string) => readonly GridProblem[];

function look(cell: CellComponent, key: string, problemOf: ProblemOf): string {
  const problems = problemOf(cell.getRow().getPosition() as number, key);
  const element = cell.getElement();
  const worst = problems.some((one) => one.severity === "error") ? "error" : problems[0]?.severity;
  element.classList.toggle("fl-sg-wrong", worst === "error");
  element.classList.toggle("fl-sg-doubt", worst === "warning");
  if (worst === "error") element.setAttribute("aria-invalid", "true");
  else element.removeAttribute("aria-invalid");
  return (cell.getValue() as string | undefined) ?? "";
}

function definitionOf(column: GridColumn, problemOf: ProblemOf): ColumnDefinition {
  const choices = column.kind === "flag" ? ["yes", "no"] : column.choices;
  return {
    title: column.isRequired ? `${column.title} *` : column.title,
    field: column.key,
    visible: !column.isFolded,
    width: WIDE.has(column.key) ? 180 : WIDTH_PX[column.kind],
    editor: choices.length > 0 ? "list" : "input",
    ...(choices.length > 0
      ? {
          editorParams: {
            values: ["", ...choices],
            autocomplete: true,
            freetext: true,
            allowEmpty: true,
            listOnEmpty: true,
          },
        }
      : {}),
    headerTooltip: [column.help, column.example && `Like ${column.example}.`].filter(Boolean).join(" "),
    formatter: (cell) => document.createTextNode(look(cell, column.key, problemOf)) as unknown as HTMLElement,
    tooltip: (_, cell) =>
      problemOf(cell.getRow().getPosition() as number, column.key)
        .map((one) => `${one.message} ${one.remedy}`.trim())
        .join("\n"),
  };
}

export function makeTable(
  place: HTMLElement,
  columns: readonly GridColumn[],
  rows: readonly GridRow[],
  problemOf: ProblemOf,
): Tabulator {
  return new Tabulator(place, {
    data: rows.map((row) => ({ ...row })),
    columns: columns.map((column) => definitionOf(column, problemOf)),
    rowHeader: {
      formatter: "rownum",
      frozen: true,
      width: 44,
      hozAlign: "center",
    },
    selectableRange: 1,
    selectableRangeColumns: false,
    selectableRangeRows: true,
    selectableRangeClearCells: true,
    selectableRangeClearCellsValue: "",
    editTriggerEvent: "dblclick",
    maxHeight: "65vh",
    layout: "fitData",
    columnDefaults: { resizable: "header" },
  });
}

/** What the library leaves unsaid for those who hear the table: the head of the row numbers, and what holds the rows. */
export function nameParts(place: HTMLElement): void {
  const number = place.querySelector(".tabulator-header .tabulator-row-header .tabulator-col-title");
  if (number) number.textContent = "Row";
  place.querySelector(".tabulator-tableholder")?.setAttribute("role", "rowgroup");
  place.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
}
