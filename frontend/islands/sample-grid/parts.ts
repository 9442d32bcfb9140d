/** The pieces around the table. */

import { type GridProblem } from "./contract";

export interface Parts {
  whole: DocumentFragment;
  table: HTMLElement;
  note: HTMLElement;
  status: HTMLElement;
  problems: HTMLElement;
  declare: HTMLButtonElement;
  addRows: HTMLButtonElement;
  removeRows: HTMLButtonElement;
  allColumns: HTMLButtonElement;
  startAgain: HTMLButtonElement;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(text: string, className = "btn btn-quiet btn-sm"): HTMLButtonElement {
  const element = make("button", className, text);
  element.type = "button";
  return element;
}

export function makeParts(noun: string): Parts {
  const parts = {
    whole: document.createDocumentFragment(),
    table: make("div", "fl-sg-table"),
    note: make("div", "fl-sg-note"),
    status: make("p", "fl-sg-status"),
    problems: make("ul", "fl-sg-problems"),
    declare: button("", "btn btn-primary"),
    addRows: button("Add a row"),
    removeRows: button("Remove rows"),
    allColumns: button("All columns"),
    startAgain: button("Start again"),
  };
  parts.status.setAttribute("role", "status");
  parts.table.setAttribute("aria-label", `Table: one ${noun} a row`);
  parts.allColumns.setAttribute("aria-pressed", "false");
  parts.note.hidden = true;
  const tools = make("div", "fl-actions fl-sg-tools");
  tools.append(parts.addRows, parts.removeRows, parts.allColumns, parts.startAgain);
  const foot = make("div", "fl-actions fl-sg-foot");
  foot.append(parts.declare, parts.status);
  parts.whole.append(parts.note, tools, parts.table, foot, parts.problems);
  return parts;
}

/** Says something above the table. */
export function say(parts: Parts, text: string): void {
  parts.note.hidden = text === "";
  parts.note.className = "fl-message fl-sg-note";
  parts.note.textContent = text;
}

const SHOWN = 40;

/** Lists what is wrong; each leads to its cell, and a suggestion is taken by one press. */
export function listProblems(
  parts: Parts,
  problems: readonly GridProblem[],
  titleOf: (key: string) => string,
  go: (problem: GridProblem) => void,
  take: (problem: GridProblem) => void,
): void {
  const lines = problems.slice(0, SHOWN).map((problem) => {
    const line = make("li", `fl-sg-problem fl-sg-${problem.severity}`);
    const where = problem.row === null ? titleOf(problem.key) || "Table" : `Row ${problem.row + 1}`;
    const title = problem.row !== null && problem.key ? titleOf(problem.key) : "";
    const isSaid = title === "" || problem.message.startsWith(title.replace(/ \(.*\)$/u, ""));
    const column = isSaid ? "" : `, ${title}`;
    const link = button(`${where}${column}`, "fl-link");
    link.addEventListener("click", () => {
      go(problem);
    });
    line.append(link, ` ${problem.message} `, make("span", "fl-muted", problem.remedy));
    if (problem.suggestion) {
      const accept = button(`Take “${problem.suggestion}”`);
      accept.addEventListener("click", () => {
        take(problem);
      });
      line.append(" ", accept);
    }
    return line;
  });
  if (problems.length > SHOWN) lines.push(make("li", "fl-muted", `and ${problems.length - SHOWN} more`));
  parts.problems.replaceChildren(...lines);
}
