/** What each key and button does. */

import { COLOURS } from "../contract/worker";
import type { Action } from "../controls/keys";
import type { Desk } from "./desk";
import * as the from "./looks";
import type { Looks, Overlay } from "./looks";
import { measure } from "./measuring";
import { look, move, trueSize, zoom } from "./moves";
import type { Act } from "./stage";
import { WHOLE } from "./view";

const FAR = 10;
const ZOOM_STEP = 2;

function go(imageOf: (desk: Desk) => number): Act {
  return ({ desk }) => {
    desk.go(imageOf(desk));
  };
}

function step(by: number): Act {
  return go((desk) => desk.looks.image + by);
}

function change(patchOf: (looks: Looks, desk: Desk) => Partial<Looks>): Act {
  return ({ desk }) => {
    desk.change(patchOf(desk.looks, desk));
  };
}

function overlay(name: Overlay): Act {
  return change((looks) => the.toggled(looks, name));
}

function stack(by: number): Act {
  return change(({ count, image }, { last }) => {
    const now = Math.min(Math.max(count + by, 1), the.COUNT_MAX, last);
    return { count: now, image: the.within(image, last - now + 1) };
  });
}

const play: Act = ({ desk, player }) => {
  desk.isPlaying = !player.isPlaying;
  if (desk.isPlaying) player.start();
  else player.stop();
  desk.tell();
};

const ACTIONS: Readonly<Record<Action, Act>> = {
  first: go(() => 1),
  farBack: step(-FAR),
  back: step(-1),
  on: step(1),
  farOn: step(FAR),
  last: go(({ last }) => last),
  play,
  follow: change(({ follows, count, image }, { last }) => ({
    follows: !follows,
    image: follows ? image : the.within(last - count + 1, last),
  })),
  rings: overlay("rings"),
  ice: overlay("ice"),
  spots: overlay("spots"),
  predictions: overlay("predictions"),
  beam: overlay("beam"),
  mask: overlay("mask"),
  line: measure("line"),
  box: measure("box"),
  radial: measure("radial"),
  rocking: measure("rocking"),
  nearer: zoom(ZOOM_STEP),
  farther: zoom(1 / ZOOM_STEP),
  whole: (stage) => {
    look(stage, WHOLE);
  },
  trueSize,
  left: move(-1, 0),
  right: move(1, 0),
  up: move(0, -1),
  down: move(0, 1),
  brighter: change((looks) => the.withContrast(looks, the.CONTRAST_STEP)),
  dimmer: change((looks) => the.withContrast(looks, 1 / the.CONTRAST_STEP)),
  automatic: (stage) => {
    stage.settleLevels();
  },
  invert: change(({ is_inverted }) => ({ is_inverted: !is_inverted })),
  colours: change(({ colours }) => ({ colours: the.next(COLOURS, colours) })),
  scale: change(({ scale }) => ({ scale: the.next(the.SCALES, scale) })),
  threshold: change(({ threshold }) => ({ threshold: the.nextThreshold(threshold) })),
  more: stack(1),
  fewer: stack(-1),
  how: change(({ how }) => ({ how: the.next(the.HOWS, how) })),
  compare: change(({ compared, image }, { last }) => ({
    compared: compared === null ? the.within(image + 1, last) : null,
  })),
  fullScreen: (stage) => {
    stage.toggleFullScreen();
  },
  copy: (stage) => {
    stage.copyLink();
  },
  panel: (stage) => {
    stage.togglePanel();
  },
};

export function actionOf(name: Action): Act {
  return ACTIONS[name];
}

/** Whether a switch is on; undefined for what is no switch. */
export function isOn(name: Action, desk: Desk): boolean | undefined {
  const { looks } = desk;
  if ((the.OVERLAYS as readonly string[]).includes(name)) return looks.shown.includes(name as Overlay);
  switch (name) {
    case "line":
    case "box":
    case "radial":
    case "rocking":
      return looks.measured.kind === name;
    case "play":
      return desk.isPlaying;
    case "follow":
      return looks.follows;
    case "invert":
      return looks.is_inverted;
    case "compare":
      return looks.compared !== null;
    case "panel":
      return desk.isPanelOpen;
    default:
      return undefined;
  }
}
