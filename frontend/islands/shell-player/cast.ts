/** What a recording holds (asciicast, version 2), as a list of moments; pauses can be shortened, text can be found. */

export type Kind = "o" | "r";
export type Moment = readonly [at_s: number, kind: Kind, text: string];

export interface Cast {
  columns: number;
  rows: number;
  moments: readonly Moment[];
  /** Lines that are no part of a recording: it was changed, or the disk was full. */
  unreadable: number;
}

export interface Match {
  at_s: number;
  /** The line of text around it. */
  line: string;
}

const COLUMNS = 80;
const ROWS = 24;
const LARGEST = 1000;

/** Read a recording; lines that cannot be read are counted and left out. */
export function castIn(text: string): Cast {
  const [head = "", ...lines] = text.split("\n");
  const header = parsed(head) as { width?: unknown; height?: unknown } | null;
  const isHeader = header !== null && !Array.isArray(header);
  const whole = lines.filter((line) => line !== "");
  const moments = whole.map((line) => momentIn(parsed(line)));
  const read = moments.filter((moment) => moment !== null);
  return {
    columns: sizeIn(isHeader ? header.width : null, COLUMNS),
    rows: sizeIn(isHeader ? header.height : null, ROWS),
    moments: inOrder(read),
    unreadable: moments.length - read.length + (isHeader ? 0 : 1),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function momentIn(value: unknown): Moment | null {
  if (!Array.isArray(value)) return null;
  const [at_s, kind, text] = value as unknown[];
  const isWhole = typeof at_s === "number" && Number.isFinite(at_s) && typeof text === "string";
  return isWhole && (kind === "o" || kind === "r") ? [at_s, kind, text] : null;
}

function sizeIn(value: unknown, otherwise: number): number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= LARGEST ? Number(value) : otherwise;
}

/** Time never goes back, whatever the file says. */
function inOrder(moments: readonly Moment[]): Moment[] {
  let last_s = 0;
  return moments.map(([at_s, kind, text]) => [(last_s = Math.max(last_s, at_s)), kind, text]);
}

/** The same with no pause longer than this. */
export function shortened(moments: readonly Moment[], pause_s: number): Moment[] {
  let before_s = 0;
  let now_s = 0;
  return moments.map(([at_s, kind, text]) => {
    now_s += Math.min(at_s - before_s, pause_s);
    before_s = at_s;
    return [now_s, kind, text];
  });
}

/** Where a moment of one list is in another of the same recording, whose pauses are others. */
export function movedTo(at_s: number, from: readonly Moment[], to: readonly Moment[]): number {
  const next = from.findIndex(([then_s]) => then_s > at_s);
  const index = (next === -1 ? from.length : next) - 1;
  const [here, there] = [from[index], to[index]];
  if (here === undefined || there === undefined) return 0;
  const until_s = to[index + 1]?.[0] ?? there[0];
  return Math.min(there[0] + at_s - here[0], until_s);
}

export function length_s(moments: readonly Moment[]): number {
  return moments.at(-1)?.[0] ?? 0;
}

// What moves the cursor, colours text or names the window (ECMA-48), and other signs that nobody reads.
const CONTROLS =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u0000-\u0009\u000b-\u001f\u007f]/g;

/** All places where a text was shown, one for each moment; letters of any size, also when typed one by one. */
export function matchesOf(wanted: string, moments: readonly Moment[]): Match[] {
  const needle = wanted.trim().toLowerCase();
  if (needle === "") return [];
  const starts: number[] = [];
  let shown = "";
  for (const [, kind, text] of moments) {
    starts.push(shown.length);
    if (kind === "o") shown += text.replaceAll(CONTROLS, "");
  }
  return found(needle, shown, starts).map(({ index, place }) => ({
    at_s: moments[index]?.[0] ?? 0,
    line: lineAround(shown, place),
  }));
}

function found(needle: string, shown: string, starts: number[]): { index: number; place: number }[] {
  const all: { index: number; place: number }[] = [];
  const lower = shown.toLowerCase();
  let index = 0;
  for (let place = lower.indexOf(needle); place !== -1; place = lower.indexOf(needle, place + 1)) {
    const end = place + needle.length - 1;
    while ((starts[index + 1] ?? Infinity) <= end) index += 1;
    if (all.at(-1)?.index !== index) all.push({ index, place });
  }
  return all;
}

const LONGEST_LINE = 80;

function lineAround(shown: string, place: number): string {
  const start = shown.lastIndexOf("\n", place) + 1;
  const end = shown.indexOf("\n", place);
  const from = Math.max(start, place - LONGEST_LINE / 2);
  return shown.slice(from, Math.min(end === -1 ? shown.length : end, from + LONGEST_LINE)).trim();
}
