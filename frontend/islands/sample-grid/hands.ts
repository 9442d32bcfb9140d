/** What hands do with the table: keys, paste, copy, buttons. */

import type { RangeComponent } from "tabulator-tables";
import type { GridRow } from "./contract";
import type { GridPage } from "./page";
import { say } from "./parts";
import { pasted } from "./pasting";
import { cellsIn, textOf } from "./tsv";

function range(page: GridPage): RangeComponent | undefined {
  return page.table.getRanges()[0];
}

/** Where one stands: row from 0, column in the order of what is seen. */
function standsAt(page: GridPage): { row: number; column: number } {
  const cell = range(page)?.getCells().flat()[0];
  const seen = seenColumns(page);
  return {
    row: cell ? (cell.getRow().getPosition() as number) - 1 : 0,
    column: Math.max(0, cell ? seen.findIndex((one) => one.key === cell.getField()) : 0),
  };
}

function seenColumns(page: GridPage): GridPage["columns"] {
  const seen = new Set(
    page.table
      .getColumns()
      .filter((one) => one.isVisible())
      .map((one) => one.getField()),
  );
  return page.columns.filter((column) => seen.has(column.key));
}

function isEditing(page: GridPage): boolean {
  return page.parts.table.querySelector(".tabulator-editing") !== null;
}

function paste(page: GridPage, event: ClipboardEvent): void {
  if (isEditing(page)) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text === "") return;
  event.preventDefault();
  const cells = cellsIn(text);
  const { rows, lost, cells: count } = pasted(page.rows, seenColumns(page), standsAt(page), cells);
  const rest =
    lost > 0 ? ` ${lost} found no column to the right; show all columns, or paste further left.` : "";
  void page.fill(rows).then(() => {
    say(page.parts, `Pasted ${count} cells.${rest}`);
  });
}

function copy(page: GridPage, event: ClipboardEvent): void {
  const chosen = range(page);
  if (isEditing(page) || !chosen) return;
  const cells = chosen
    .getStructuredCells()
    .map((row) => row.map((cell) => (cell.getValue() as string | null) ?? ""));
  event.clipboardData?.setData("text/plain", textOf(cells));
  event.preventDefault();
}

/** Typing replaces what stands in a cell, as in a spreadsheet. */
function type(page: GridPage, event: KeyboardEvent): void {
  if (isEditing(page) || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  const cell = range(page)?.getCells().flat()[0];
  if (!cell) return;
  event.preventDefault();
  event.stopPropagation();
  cell.edit(true);
  const input = cell.getElement().querySelector("input");
  if (!input) return;
  input.value = event.key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function removeRows(page: GridPage): void {
  const chosen = new Set(
    range(page)
      ?.getRows()
      .map((row) => (row.getPosition() as number) - 1) ?? [],
  );
  const kept = page.rows.filter((_, place) => !chosen.has(place));
  void page.fill(kept.length > 0 ? kept : [{}]);
}

function addRow(page: GridPage): void {
  const last = page.rows.at(-1) ?? {};
  const next: GridRow = { ...last, name: "", barcode: "", slot: "", comment: "" };
  void page.fill([...page.rows, next]);
}

function showAll(page: GridPage): void {
  const { allColumns } = page.parts;
  const all = allColumns.getAttribute("aria-pressed") !== "true";
  allColumns.setAttribute("aria-pressed", String(all));
  for (const column of page.columns.filter((one) => one.isFolded)) {
    if (all) page.table.showColumn(column.key);
    else page.table.hideColumn(column.key);
  }
}

export function bindTable(page: GridPage): void {
  const { parts, table } = page;
  table.on("cellEdited", () => {
    page.changed();
  });
  document.addEventListener("paste", (event) => {
    if (parts.table.contains(document.activeElement)) paste(page, event);
  });
  document.addEventListener("copy", (event) => {
    if (parts.table.contains(document.activeElement)) copy(page, event);
  });
  parts.table.addEventListener("keydown", (event) => {
    type(page, event);
  });
  parts.table.addEventListener("keyup", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") page.changed();
  });
  parts.declare.addEventListener("click", () => void page.declare());
  parts.addRows.addEventListener("click", () => {
    addRow(page);
  });
  parts.removeRows.addEventListener("click", () => {
    removeRows(page);
  });
  parts.allColumns.addEventListener("click", () => {
    showAll(page);
  });
  parts.startAgain.addEventListener("click", () => {
    page.options.draft.forget();
    void page.fill(page.options.fresh);
  });
}
