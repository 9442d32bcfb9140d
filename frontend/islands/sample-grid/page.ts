/** The table with what is known of it: its rows, what the server objects to, and what can be done. */

import type { Tabulator } from "tabulator-tables";
import { ApiError } from "../../kit/api";
import { filled, type GridColumn, type GridProblem, type GridRequest, type GridRow } from "./contract";
import type { Draft } from "./draft";
import { listProblems, makeParts, say, type Parts } from "./parts";
import type { GridSource } from "./source";
import { makeTable, nameParts } from "./table";

const CHECK_AFTER_MS = 450;

export interface GridOptions {
  technique: string;
  noun: string;
  nouns: string;
  doneUrl: string;
  columns: GridColumn[];
  rows: GridRow[];
  /** What the table begins with when somebody starts again. */
  fresh: GridRow[];
  isKept: boolean;
  source: GridSource;
  draft: Draft;
}

export class GridPage {
  readonly parts: Parts;
  readonly table: Tabulator;
  private problems: GridProblem[] = [];
  private byCell = new Map<string, GridProblem[]>();
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(
    place: HTMLElement,
    readonly options: GridOptions,
  ) {
    this.parts = makeParts(options.noun);
    place.replaceChildren(this.parts.whole);
    const problemOf = (position: number, key: string): readonly GridProblem[] =>
      this.byCell.get(`${position - 1} ${key}`) ?? [];
    this.table = makeTable(this.parts.table, options.columns, options.rows, problemOf);
    if (options.isKept) say(this.parts, "This is what you typed before; it was kept in this browser.");
    this.showCount();
    this.table.on("tableBuilt", () => {
      nameParts(this.parts.table);
      this.changed();
    });
  }

  get rows(): GridRow[] {
    return this.table.getData() as GridRow[];
  }

  get columns(): GridColumn[] {
    return this.options.columns;
  }

  /** Puts other rows into the table. */
  async fill(rows: readonly GridRow[]): Promise<void> {
    const stood = this.table.getRanges()[0]?.getCells().flat()[0];
    const place = stood ? stood.getRow().getPosition() : 1;
    await this.table.setData(rows.map((row) => ({ ...row })));
    const again = stood && this.table.getRowFromPosition(Number(place)).getCell(stood.getField());
    if (again) this.table.getRanges()[0]?.setBounds(again, again);
    this.changed();
  }

  /** Keeps what stands there now, and asks the server what it thinks of it. */
  changed(): void {
    this.options.draft.keep(this.rows, Date.now());
    this.showCount();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(), CHECK_AFTER_MS);
  }

  private get request(): GridRequest {
    const { technique, columns } = this.options;
    const used = columns.filter((column) => this.rows.some((row) => (row[column.key] ?? "").trim() !== ""));
    const sent = columns.filter((column) => column.isRequired || used.includes(column));
    return { technique, keys: sent.map((one) => one.key), rows: filled(this.rows, sent).rows };
  }

  private get places(): number[] {
    return filled(this.rows, this.columns).places;
  }

  async check(): Promise<boolean> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const request = this.request;
    if (request.rows.length === 0) return false;
    this.parts.status.textContent = "Checking…";
    try {
      const found = await this.options.source.check(request, asking.signal);
      this.show(found.problems);
      return found.error === 0;
    } catch (error) {
      if (!asking.signal.aborted) this.tell(error, "Not checked: ");
      return false;
    }
  }

  private show(problems: readonly GridProblem[]): void {
    const places = this.places;
    this.problems = problems.map((one) => ({
      ...one,
      row: one.row === null ? null : (places[one.row] ?? one.row),
    }));
    this.byCell = new Map();
    for (const one of this.problems) {
      const name = `${one.row ?? ""} ${one.key}`;
      this.byCell.set(name, [...(this.byCell.get(name) ?? []), one]);
    }
    for (const row of this.table.getRows()) row.reformat();
    const title = (key: string): string => this.columns.find((column) => column.key === key)?.title ?? key;
    listProblems(this.parts, this.problems, title, this.go, this.take);
    const errors = this.problems.filter((one) => one.severity === "error").length;
    this.parts.status.textContent = errors === 0 ? "Nothing is wrong." : `${errors} to mend, listed below.`;
    this.parts.status.dataset.good = String(errors === 0);
  }

  private readonly go = (problem: GridProblem): void => {
    const cell =
      problem.row === null ? null : this.table.getRows()[problem.row]?.getCell(problem.key || "name");
    if (!cell) return;
    cell.getColumn().show();
    void this.table.scrollToColumn(cell.getColumn(), "middle", false);
    cell.edit(true);
  };

  private readonly take = (problem: GridProblem): void => {
    const rows = this.rows;
    const row = problem.row === null ? undefined : rows[problem.row];
    if (row) row[problem.key] = problem.suggestion;
    void this.fill(rows);
  };

  /** Declares all of them, or says why not. */
  async declare(): Promise<void> {
    this.parts.declare.disabled = true;
    try {
      if (!(await this.check())) return;
      this.parts.status.textContent = "Declaring…";
      await this.options.source.declare(this.request);
      this.options.draft.forget();
      location.assign(this.options.doneUrl);
    } catch (error) {
      this.tell(error, "");
    } finally {
      this.parts.declare.disabled = false;
    }
  }

  private tell(error: unknown, before: string): void {
    const said =
      error instanceof ApiError ? error.message : "the server does not answer. What you typed is kept here.";
    this.parts.status.textContent = `${before}${said}`;
    this.parts.status.dataset.good = "false";
  }

  private showCount(): void {
    const count = this.places.length;
    const { noun, nouns } = this.options;
    this.parts.declare.textContent = count === 1 ? `Declare 1 ${noun}` : `Declare ${count} ${nouns}`;
  }
}
