/** What the phone knows of things: as the server said it last, with what was scanned since folded in. */

import { type Known, type OfferedVerb, type Thing, VERBS } from "./contract";

/** A thing that the phone has never heard of; the server will say whether there is one. */
export function stranger(code: string): Thing {
  return {
    code,
    kind: "parcel",
    aliases: [code.toUpperCase()],
    title: "Not known on this phone",
    state: "",
    state_words: "",
    tone: "calm",
    place: "",
    facts: [],
    warning: "The server looks at it when there is network again.",
    cold_until: null,
    cold_uncertainty_s: null,
    verbs: VERBS.map(({ verb }) => ({ verb, allowed: true, reasons: [] })),
    slots: [],
  };
}

const NOTHING: Known = {
  person: "",
  at: "",
  things: [],
  moves: {},
  states: {},
  places: { rack: [], beamline: [] },
};

export class Things {
  private byAlias = new Map<string, Thing>();

  constructor(private known: Known = NOTHING) {
    this.learn(known);
  }

  get places(): Known["places"] {
    return this.known.places;
  }

  get at(): string {
    return this.known.at;
  }

  /** Takes over what the server says of everything. */
  learn(known: Known): void {
    this.known = known;
    this.byAlias = new Map();
    for (const thing of known.things) this.remember(thing);
  }

  remember(thing: Thing): void {
    for (const alias of thing.aliases) this.byAlias.set(alias, thing);
  }

  find(code: string): Thing | undefined {
    return this.byAlias.get(code.toUpperCase());
  }

  /** Supposes that a verb was done: the state that it leads to, and what can be done from there. */
  suppose(thing: Thing, verb: string, place: string): Thing {
    const state = this.known.moves[thing.state]?.[verb] ?? thing.state;
    const offered = new Set(Object.keys(this.known.moves[state] ?? {}));
    const verbs: OfferedVerb[] = thing.verbs.map((known) => ({
      verb: known.verb,
      allowed: offered.size === 0 || offered.has(known.verb),
      reasons: [],
    }));
    const said = this.known.states[state];
    const supposed: Thing = {
      ...thing,
      state,
      state_words: said?.words ?? thing.state_words,
      tone: said?.tone ?? thing.tone,
      place: place || thing.place,
      verbs,
    };
    this.remember(supposed);
    return supposed;
  }
}
