/** One viewer: the desk, its pictures, and the parts around them, each told when something changes. */

import { write } from "../controls/dom";
import { actionOf, isOn } from "./actions";
import { Beside } from "./beside";
import { Desk } from "./desk";
import type { Engine } from "./engine";
import { Hearing } from "./hearing";
import { layOut, type Layout } from "./layout";
import { Levels } from "./levels";
import { onImage, type Looks } from "./looks";
import { Pane, type PaneHooks, type Start } from "./pane";
import { makeParts, type Parts } from "./parts";
import { PlaceKeeper } from "./place";
import { Player } from "./play";
import type { Stage } from "./stage";

export interface Options {
  looks: Looks;
  start: Start;
  icons: string;
  /** Address of an image's page, with `{image}`. */
  page: string;
  makeEngine(): Engine;
  /** Called once, with the first picture on the canvas. */
  drawn(): void;
  /** Nothing can be shown, or no more. */
  fail(message: string): void;
}

const NOTE_MS = 8000;
const PHONE = "(max-width: 48rem)";

export class Room implements Stage {
  readonly desk: Desk;
  readonly pane: Pane;
  readonly player: Player;
  readonly layout: Layout;
  readonly levels: Levels;
  private readonly parts: Parts;
  private readonly keeper: PlaceKeeper;
  private readonly beside: Beside;
  private readonly hearing: Hearing;
  private frame = 0;
  private noteTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    element: HTMLElement,
    private readonly options: Options,
  ) {
    const desk = (this.desk = new Desk(options.looks));
    desk.isPanelOpen = !matchMedia(PHONE).matches;
    this.player = new Player(this.playOn.bind(this), () => !this.pane.pacer.isWaiting);
    const engine = (): Engine => this.pane.engine;
    this.parts = makeParts(desk, this.player, options.icons, engine, (action) => {
      actionOf(action)(this);
    });
    this.layout = layOut(this.parts);
    this.levels = new Levels(desk);
    this.keeper = new PlaceKeeper(desk, element, options.page, (text) => {
      write(this.layout.status, text);
    });
    this.hearing = new Hearing(
      this,
      this.parts,
      () => {
        options.drawn();
      },
      (message) => {
        options.fail(message);
      },
    );
    const heard: PaneHooks["heard"] = (message) => {
      this.hearing.hear(message);
    };
    this.pane = this.makePane(() => desk.looks.image, heard);
    this.beside = new Beside(desk, this.layout.panes, (imageOf) => {
      const pane = this.makePane(imageOf, () => undefined);
      pane.begin({ ...options.start, cache_bytes: options.start.cache_bytes / 2 });
      return pane;
    });
    desk.onChange(this.update.bind(this));
    this.layout.close.addEventListener("click", this.togglePanel.bind(this));
    this.parts.buttons.show((action) => isOn(action, desk));
  }

  /** After the room stands in the page. */
  begin(): void {
    this.pane.begin(this.options.start);
    this.update();
    this.updateParts();
  }

  close(): void {
    this.player.stop();
    this.keeper.stop();
    this.beside.close();
    this.pane.close();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.noteTimer);
  }

  grow(ready: number, isCollecting: boolean): void {
    for (const pane of [this.pane, this.beside.pane]) {
      pane?.engine.send({ kind: "ready", images: ready, is_collecting: isCollecting });
    }
    this.desk.grow(ready, isCollecting);
  }

  toggleFullScreen(): void {
    const { root } = this.layout;
    void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  }

  togglePanel(): void {
    this.desk.isPanelOpen = !this.desk.isPanelOpen;
    this.desk.tell();
    if (this.desk.isPanelOpen && this.hearing.drawing) this.hearing.askHistogram();
  }

  settleLevels(): void {
    this.levels.settle();
  }

  copyLink(): void {
    const address = new URL(this.keeper.address, location.href).href;
    const told = (text: string) => (): void => {
      this.say(text);
    };
    // Without a secure line browsers have no clipboard.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (!clipboard) this.say(`The link to this view: ${address}`);
    else {
      clipboard
        .writeText(address)
        .then(told("The link to this view is copied."), told(`The link to this view: ${address}`));
    }
  }

  say(text: string): void {
    const { note } = this.layout;
    note.hidden = false;
    write(note, text);
    clearTimeout(this.noteTimer);
    this.noteTimer = setTimeout(() => {
      note.hidden = true;
    }, NOTE_MS);
  }

  /** Whatever changes before the next picture of the screen is written into the page at once. */
  private update(): void {
    this.pane.update();
    this.beside.update();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.updateParts();
    });
  }

  private updateParts(): void {
    const { desk, parts, layout } = this;
    parts.buttons.show((action) => isOn(action, desk));
    parts.steps.update();
    parts.tone.update();
    parts.readout.update();
    if (this.hearing.drawing) parts.measure.update(this.hearing.drawing);
    layout.panel.hidden = !desk.isPanelOpen;
    layout.root.classList.toggle("fl-dv-open", desk.isPanelOpen);
    for (const pane of [this.pane, this.beside.pane]) pane?.describe();
    this.keeper.update();
  }

  /** The next image of a run that plays, the first after the last. */
  private playOn(): void {
    const { desk } = this;
    const { image, count } = desk.looks;
    const isLast = image + count > desk.last;
    desk.change({ image: isLast ? 1 : onImage(desk.looks, image + 1, desk.last).image, follows: false });
  }

  private makePane(imageOf: () => number, heard: PaneHooks["heard"]): Pane {
    const { desk } = this;
    const hooks: PaneHooks = {
      heard,
      look: (looking) => {
        this.pane.cursor = null;
        desk.change({ looking });
      },
      hover: (place, pane) => {
        this.parts.readout.at(place, pane);
      },
      measure: (measured) => {
        desk.change({ measured });
      },
    };
    const pane = new Pane(desk, this.options.makeEngine(), hooks, imageOf);
    this.layout.panes.append(pane.root);
    return pane;
  }
}
