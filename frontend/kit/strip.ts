/** The strip of the beamline's last known values: changed in place, with the age of what it says. */

interface Reading {
  channel: string;
  written: string;
  until: string;
  needs_a_look: boolean;
}

export interface Status {
  now: string;
  heard_at: string | null;
  values: Reading[];
  gone: string[];
}

const FRESH_S = 12;
let heardAt_ms = NaN;

/** How old the values are, in words; nothing while they are fresh. */
export function ageWord(age_s: number): string {
  if (!Number.isFinite(age_s) || age_s < FRESH_S) return "";
  const [value, unit] = age_s < 120 ? [age_s, "s"] : age_s < 7200 ? [age_s / 60, "min"] : [age_s / 3600, "h"];
  return `last known values, ${Math.round(value)} ${unit} old`;
}

/** Takes a status; false when it speaks of a channel that the strip does not have yet, or has no more. */
export function show(strip: HTMLElement, status: Status, now_ms: number): boolean {
  if (status.heard_at) heardAt_ms = now_ms - (Date.parse(status.now) - Date.parse(status.heard_at));
  for (const channel of status.gone) strip.querySelector(`[data-channel="${channel}"]`)?.remove();
  return status.values.map((reading) => write(strip, reading)).every(Boolean);
}

function write(strip: HTMLElement, reading: Reading): boolean {
  const place = strip.querySelector<HTMLElement>(`[data-channel="${reading.channel}"]`);
  if (!place) return false;
  place.toggleAttribute("data-needs-a-look", reading.needs_a_look);
  const time = place.querySelector("time");
  const text = place.querySelector("[data-channel-value]");
  if (time) time.dateTime = reading.until;
  else if (text && text.textContent !== reading.written) text.textContent = reading.written;
  return true;
}

function tick(): void {
  const strip = document.querySelector<HTMLElement>("[data-strip]");
  const age = strip?.querySelector<HTMLElement>("[data-strip-age]");
  if (!strip || !age) return;
  if (Number.isNaN(heardAt_ms) && strip.dataset.heardAt) heardAt_ms = Date.parse(strip.dataset.heardAt);
  if (Number.isNaN(heardAt_ms)) return;
  const word = ageWord((Date.now() - heardAt_ms) / 1000);
  strip.toggleAttribute("data-old", word !== "");
  if (age.textContent !== word) age.textContent = word;
}

export function startStrip(): void {
  document.body.addEventListener("beamline-status", (event) => {
    const strip = document.querySelector<HTMLElement>("[data-strip]");
    const status = (event as CustomEvent<Status>).detail;
    if (strip && !show(strip, status, Date.now()))
      document.body.dispatchEvent(new CustomEvent("status-unknown"));
    tick();
  });
  setInterval(tick, 1000);
}
