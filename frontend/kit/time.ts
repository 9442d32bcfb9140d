/** Times in the viewer's zone with the facility's beside them, and counters of the time left. */

import { seconds } from "./units";

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { day: "numeric", month: "short", year: "numeric" },
};

function written(when: Date, style: string, zone: string | undefined): string {
  const options = { ...STYLES[style], hourCycle: "h23", ...(zone ? { timeZone: zone } : {}) } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(when).replace(",", "");
}

/** The moment for a reader in `viewerZone`; the facility's clock follows when it reads differently. */
export function momentText(when: Date, style: string, facilityZone: string, viewerZone?: string): string {
  const here = written(when, style, viewerZone);
  const there = written(when, style, facilityZone);
  if (here === there) return here;
  const there_short = written(
    when,
    style === "time" ? "time" : style === "day" ? "day" : "moment",
    facilityZone,
  );
  return `${here} (${sharesDay(here, there_short) ? there_short.split(" ").at(-1) : there_short} at the facility)`;
}

function sharesDay(here: string, there: string): boolean {
  return here.split(" ").slice(0, -1).join(" ") === there.split(" ").slice(0, -1).join(" ");
}

export function leftText(until_ms: number, now_ms: number, said: string): string {
  const left_s = (until_ms - now_ms) / 1000;
  if (left_s <= 0) return said === "left" ? "time is over" : "now";
  const coarse_s = left_s > 600 ? Math.floor(left_s / 60) * 60 : Math.floor(left_s);
  const text = coarse_s < 1 ? "a moment" : seconds(coarse_s);
  return said === "left" ? `${text} left` : `${said} ${text}`;
}

export function showTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time.fl-time")) {
    const when = new Date(element.dateTime);
    const zone = element.dataset.facilityZone;
    if (!zone || Number.isNaN(when.getTime())) continue;
    element.textContent = momentText(when, element.dataset.style ?? "moment", zone);
    element.title = `${written(when, "day", zone)} ${written(when, "time", zone)} ${zone}`;
  }
  countDown(root);
}

function countDown(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time.fl-countdown")) {
    const text = leftText(Date.parse(element.dateTime), Date.now(), element.dataset.said ?? "left");
    if (element.textContent !== text) element.textContent = text;
  }
}

export function startClock(): void {
  setInterval(() => {
    countDown(document);
  }, 1000);
}
