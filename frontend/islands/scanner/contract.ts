/** What the page and the server tell each other about scans. */

import shared from "../../generated/scanning.json";

export interface Reason {
  message: string;
  mend: string;
  who: string;
  link: string;
}

export interface OfferedVerb {
  verb: string;
  allowed: boolean;
  reasons: Reason[];
}

/** A position in a container's drawing, in a unit box. */
export interface Slot {
  name: string;
  x_frac: number;
  y_frac: number;
  size_frac: number;
  /** What is declared there; empty for nothing. */
  declared: string;
}

export interface Thing {
  code: string;
  kind: "parcel" | "container";
  /** Every code that stands on it, in capitals. */
  aliases: string[];
  title: string;
  state: string;
  state_words: string;
  tone: string;
  place: string;
  facts: [string, string][];
  warning: string;
  cold_until: string | null;
  cold_uncertainty_s: number | null;
  verbs: OfferedVerb[];
  slots: Slot[];
}

export interface Known {
  person: string;
  at: string;
  things: Thing[];
  /** State that a verb leads to, by state; a verb that is not there is not offered. */
  moves: Record<string, Record<string, string>>;
  states: Record<string, { words: string; tone: string }>;
  places: { rack: string[]; beamline: string[] };
}

export type PinState = "read" | "empty" | "unreadable";

export interface PinRead {
  slot: string;
  state: PinState;
  barcode: string;
}

/** Something that somebody scanned or pressed; it keeps its identifier until the server has answered. */
export interface Scan {
  client_id: string;
  at: string;
  code: string;
  verb: string;
  place: string;
  words: string;
  mark: string;
  left_frac: number | null;
  pins: PinRead[];
  undoes: string | null;
  /** A JPEG in base64; only with the verb `photograph`. */
  photograph?: string;
}

export type Outcome = "done" | "repeated" | "late" | "refused" | "differs";

export interface Finding {
  slot: string;
  kind: string;
  message: string;
}

export interface Answer {
  client_id: string;
  outcome: Outcome;
  words: string;
  reasons: Reason[];
  thing: Thing | null;
  findings: Finding[];
  can_accept: boolean;
}

export interface VerbWords {
  verb: string;
  offer: string;
  told: string;
  place: "rack" | "beamline" | null;
  measured: boolean;
  needs_words: boolean;
  icon: string;
  barcode: string;
}

export const VERBS = shared.verbs as VerbWords[];

export function wordsOf(verb: string): VerbWords | undefined {
  return VERBS.find((words) => words.verb === verb);
}
