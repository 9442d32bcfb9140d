/** The terminal itself, by asciinema-player; it is made anew when speed or pauses change, at the same place. */

import { create, type Player } from "asciinema-player";
import { length_s, movedTo, shortened, type Cast, type Moment } from "./cast";

export interface Heard {
  /** Called when it begins to play, stops, or is somewhere else. */
  changed: () => void;
}

const LONGEST_PAUSE_S = 2;

export class Screen {
  isPlaying = false;
  moments: readonly Moment[];
  private player: Player | undefined;
  private speed = 1;
  private start_s = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly cast: Cast,
    private readonly heard: Heard,
  ) {
    this.moments = shortened(cast.moments, LONGEST_PAUSE_S);
    this.build();
  }

  get now_s(): number {
    return this.player?.getCurrentTime() ?? this.start_s;
  }

  get end_s(): number {
    return length_s(this.moments);
  }

  toggle(): void {
    if (this.isPlaying) void this.player?.pause();
    else void this.play();
  }

  async seek(at_s: number): Promise<void> {
    await this.player?.seek(Math.min(Math.max(at_s, 0), this.end_s));
    this.heard.changed();
  }

  playAt(speed: number): void {
    this.speed = speed;
    this.rebuild(this.now_s);
  }

  shorten(isShort: boolean): void {
    const after = shortened(this.cast.moments, isShort ? LONGEST_PAUSE_S : Infinity);
    const start_s = movedTo(this.now_s, this.moments, after);
    this.moments = after;
    this.rebuild(start_s);
  }

  dispose(): void {
    this.player?.dispose();
    this.player = undefined;
  }

  private async play(): Promise<void> {
    if (this.now_s >= this.end_s) await this.player?.seek(0);
    await this.player?.play();
  }

  private rebuild(start_s: number): void {
    const wasPlaying = this.isPlaying;
    this.dispose();
    this.isPlaying = false;
    this.start_s = start_s;
    this.build();
    if (wasPlaying) void this.player?.play();
    else void this.seek(start_s);
  }

  private build(): void {
    const { columns: width, rows: height } = this.cast;
    const lines = [{ version: 2, width, height }, ...this.moments].map((line) => JSON.stringify(line));
    this.player = create({ data: lines.join("\n") }, this.place, {
      controls: false,
      preload: true,
      fit: "width",
      speed: this.speed,
      startAt: this.start_s,
      theme: "asciinema",
      terminalFontFamily: "ui-monospace, 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace",
    });
    for (const name of ["play", "playing"] as const) this.player.addEventListener(name, this.onPlay);
    for (const name of ["pause", "ended"] as const) this.player.addEventListener(name, this.onRest);
  }

  private readonly onPlay = (): void => {
    this.isPlaying = true;
    this.heard.changed();
  };

  private readonly onRest = (): void => {
    this.isPlaying = false;
    this.heard.changed();
  };
}
