/** What the viewer's actions reach for. */

import type { Desk } from "./desk";
import type { Pane } from "./pane";
import type { Player } from "./play";

export interface Stage {
  readonly desk: Desk;
  readonly pane: Pane;
  readonly player: Player;
  toggleFullScreen(): void;
  copyLink(): void;
  togglePanel(): void;
  /** Automatic levels, from the image that is shown. */
  settleLevels(): void;
}

export type Act = (stage: Stage) => void;
