/** The parts around the pictures, made for one desk. */

import type { Action } from "../controls/keys";
import { Readout } from "../controls/readout";
import { Steps } from "../controls/steps";
import { Buttons } from "../controls/toolbar";
import { MeasurePanel } from "../panels/measure";
import { TonePanel } from "../panels/tone";
import type { Desk } from "./desk";
import type { Engine } from "./engine";
import type { Player } from "./play";

export interface Parts {
  buttons: Buttons;
  readout: Readout;
  steps: Steps;
  tone: TonePanel;
  measure: MeasurePanel;
}

export function makeParts(
  desk: Desk,
  player: Player,
  icons: string,
  engine: () => Engine,
  press: (action: Action) => void,
): Parts {
  const buttons = new Buttons(icons, press);
  return {
    buttons,
    readout: new Readout(desk),
    steps: new Steps(desk, player, buttons),
    tone: new TonePanel(desk, buttons),
    measure: new MeasurePanel(desk, engine, buttons),
  };
}
