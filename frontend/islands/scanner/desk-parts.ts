/** What a desk is made of: where somebody is in their work, what they are told, and what is around it. */

import type { Reason, Scan, Thing } from "./contract";
import type { Feeling } from "./feedback";
import type { Things } from "./known";
import type { PinDesk } from "./pins";

export type Step =
  | { is: "start" }
  | { is: "thing" }
  | { is: "place"; verb: string }
  | { is: "words"; verb: string }
  | { is: "measure"; verb: string }
  | { is: "pins"; pins: PinDesk };

export interface Told {
  tone: "good" | "warn" | "bad";
  words: string;
  reasons: readonly Reason[];
}

export interface Around {
  things: Things;
  /** Keeps a scan and sends it when it can. */
  keep(scan: Scan, title: string): Promise<void>;
  lookUp(code: string, mark: string): Promise<Thing>;
  feel(feeling: Feeling): void;
  changed(): void;
  now(): Date;
}

export type Said = Partial<Pick<Scan, "place" | "words" | "left_frac" | "pins" | "undoes" | "photograph">>;

/** A scan with an identifier of its own, which it keeps until the server has answered. */
export function scanOf(code: string, verb: string, at: Date, mark: string, said: Said): Scan {
  return {
    client_id: crypto.randomUUID(),
    at: at.toISOString(),
    code,
    verb,
    place: said.place ?? "",
    words: said.words ?? "",
    mark,
    left_frac: said.left_frac ?? null,
    pins: said.pins ?? [],
    undoes: said.undoes ?? null,
    ...(said.photograph ? { photograph: said.photograph } : {}),
  };
}
