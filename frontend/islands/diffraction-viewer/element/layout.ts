/** The viewer's parts in their places. */

import { make } from "../controls/dom";
import type { Parts } from "./parts";

export interface Layout {
  root: HTMLElement;
  panes: HTMLElement;
  panel: HTMLElement;
  /** Closes the panel where it lies over the picture. */
  close: HTMLButtonElement;
  status: HTMLElement;
  note: HTMLElement;
  progress: HTMLElement;
}

export function layOut({ buttons, readout, steps, tone, measure }: Parts): Layout {
  const panes = make("div", "fl-dv-panes");
  const progress = make("div", "fl-dv-progress", { "aria-hidden": "true" });
  const note = make("p", "fl-dv-note", { role: "status" });
  note.hidden = true;
  const status = make("p", "visually-hidden", { role: "status", "aria-live": "polite" });
  const stage = make("div", "fl-dv-stage", { tabindex: "0", role: "group", "aria-label": "Detector image" });
  stage.append(panes, progress, note);
  const bar = make("div", "fl-dv-bar");
  bar.append(buttons.group("overlays", true), buttons.group("view"), buttons.group("page", true));
  const moves = make("div", "fl-dv-moves", {}, buttons.group("moves"));
  const close = make("button", "btn btn-sm btn-quiet fl-dv-close", { type: "button" }, "Close");
  const panel = make("section", "fl-dv-panel", {
    "aria-label": "Levels and profiles",
    "data-keys-when-closed": "",
  });
  panel.append(close, tone.root, measure.root);
  const middle = make("div", "fl-dv-middle", {}, stage, readout.root, steps.root);
  const root = make("div", "fl-dv", { "data-keys-keep-focus": "" }, bar, moves, middle, panel, status);
  return { root, panes, panel, close, status, note, progress };
}
