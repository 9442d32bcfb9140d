/**
 * `<farlight-sample-grid>`: many samples in a table that is typed into, pasted into, and checked by the server.
 *
 * Attributes: `technique proposal noun nouns` (words and codes), `columns rows` (JSON), `done-url` (where to go when all
 * are declared). Arrows walk, Enter or typing edits, Delete empties, Ctrl+C and Ctrl+V as in a spreadsheet.
 */

import { bindTable } from "./hands";
import type { GridColumn, GridRow } from "./contract";
import { Draft } from "./draft";
import { GridPage } from "./page";
import { HttpGridSource } from "./source";

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export class SampleGrid extends HTMLElement {
  connectedCallback(): void {
    const read = (name: string): string => this.getAttribute(name) ?? "";
    const columns = JSON.parse(read("columns")) as GridColumn[];
    const draft = new Draft(`farlight-grid ${read("proposal")} ${read("technique")}`, storage());
    const kept = draft.read(Date.now());
    const page = new GridPage(this, {
      technique: read("technique"),
      noun: read("noun"),
      nouns: read("nouns"),
      doneUrl: read("done-url"),
      columns,
      rows: kept ?? (JSON.parse(read("rows")) as GridRow[]),
      fresh: JSON.parse(read("rows")) as GridRow[],
      isKept: kept !== null,
      source: new HttpGridSource(read("proposal")),
      draft,
    });
    bindTable(page);
  }
}

customElements.define("farlight-sample-grid", SampleGrid);
