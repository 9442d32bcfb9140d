/** Keeps the page's address, its facts and its readers at what is shown. */

import { angstrom } from "../../../kit/units";
import { queryOf } from "./address";
import type { Desk } from "./desk";

/** Quick steps are written once, and read aloud once. */
const SETTLE_MS = 300;

export interface ShownImage {
  image: number;
  images: number;
  title: string;
  angle: string;
  spots: string;
  resolution: string;
  ice: string;
}

const UNKNOWN = "–";

export function shownImage(desk: Desk): ShownImage {
  const { looks, manifest, last } = desk;
  const values = desk.valuesOf(looks.image);
  const sweep = manifest?.sweep;
  const angle_deg = sweep && sweep.start_deg + (looks.image - 1) * sweep.width_deg;
  const until = looks.count > 1 ? ` to ${looks.image + looks.count - 1}` : "";
  return {
    image: looks.image,
    images: last,
    title: `Image ${looks.image}${until} of ${last}`,
    angle: angle_deg === null || angle_deg === undefined ? UNKNOWN : `${Number(angle_deg.toFixed(4))}°`,
    spots: typeof values?.spots === "number" ? values.spots.toLocaleString("en") : UNKNOWN,
    resolution: angstrom(values?.resolution_angstrom),
    ice: typeof values?.ice_score === "number" ? `${(100 * values.ice_score).toFixed(1)}\u202f%` : UNKNOWN,
  };
}

/** For those who do not see it: `Image 12 of 900, 240 spots, resolution 1.80 Å.` */
export function statusText({ title, spots, resolution }: ShownImage, lane: string): string {
  const parts = [title];
  if (spots !== UNKNOWN) parts.push(`${spots} spots`);
  if (resolution !== UNKNOWN) parts.push(`resolution ${resolution}`);
  if (lane) parts.push(lane === "overview" ? "preview" : "exact");
  return `${parts.join(", ")}.`;
}

export class PlaceKeeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = "";

  constructor(
    private readonly desk: Desk,
    private readonly element: HTMLElement,
    /** Address of an image's page, with `{image}`; empty where there is none. */
    private readonly page: string,
    private readonly say: (text: string) => void,
  ) {}

  get address(): string {
    const path = this.page ? this.page.replace("{image}", String(this.desk.looks.image)) : location.pathname;
    return `${path}${queryOf(this.desk.looks)}`;
  }

  update(): void {
    const shown = shownImage(this.desk);
    const name = JSON.stringify(shown);
    if (name !== this.told) {
      this.told = name;
      this.element.dispatchEvent(new CustomEvent("image-shown", { detail: shown, bubbles: true }));
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.settle();
    }, SETTLE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private settle(): void {
    if (this.address !== location.pathname + location.search) history.replaceState(null, "", this.address);
    if (!this.desk.isPlaying) this.say(statusText(shownImage(this.desk), this.desk.lane ?? ""));
  }
}
