/** What stands on the page at each step: one question, and big buttons that answer it. */

import { type OfferedVerb, type Reason, type Thing, VERBS, type VerbWords, wordsOf } from "./contract";
import type { Desk } from "./desk";
import type { Step } from "./desk-parts";
import { button, make, sign } from "./dom";
import { drawing, type SlotLook } from "./drawing";
import type { PinDesk } from "./pins";

const LEVELS: readonly (readonly [string, number | null])[] = [
  ["Empty", 0],
  ["A quarter", 0.25],
  ["Half", 0.5],
  ["Three quarters", 0.75],
  ["Nearly full", 0.95],
  ["Did not look", null],
];
const QUICK: Readonly<Record<string, readonly string[]>> = {
  warm: ["No nitrogen left", "Absorber warm", "Frost outside"],
  damaged: ["Lid or plug broken", "Vent damaged", "Case broken", "Handle broken"],
  quarantined: ["Contents differ", "Leaks", "Radiation reading", "Not declared"],
};
/** Verbs for what went wrong: they stand apart, so that a glove does not hit them. */
const TROUBLE = new Set(["warm", "damaged", "quarantined"]);

export interface Places {
  rack: readonly string[];
  beamline: readonly string[];
}

export function reasonList(reasons: readonly Reason[]): HTMLElement | null {
  if (reasons.length === 0) return null;
  const lines = reasons.map(({ message, mend, who }) =>
    make("li", "", {}, message, mend ? ` ${mend}` : "", who ? ` (${who})` : ""),
  );
  return make("ul", "fl-scan-reasons", {}, ...lines);
}

export function questionOf(step: Step): string {
  if (step.is === "thing") return "What happens with it?";
  if (step.is === "measure") return "How much nitrogen was left?";
  if (step.is === "words") return "What do you see?";
  if (step.is === "pins") return step.pins.slot ? `What is in position ${step.pins.slot.name}?` : "All read?";
  if (step.is === "place")
    return wordsOf(step.verb)?.place === "rack" ? "Which place in the rack?" : "Which beamline?";
  return "What do you have in your hand?";
}

export function answersTo(step: Step, desk: Desk, places: Places): HTMLElement[] {
  if (step.is === "thing" && desk.thing) return verbs(desk, desk.thing);
  if (step.is === "place") return placeChoice(desk, step.verb, places);
  if (step.is === "words") return wordChoice(desk, step.verb);
  if (step.is === "measure")
    return [choices(LEVELS.map(([word, left]) => [word, () => void desk.left(left)]))];
  if (step.is === "pins") return pinReading(desk, step.pins);
  return [];
}

function choices(words: readonly (readonly [string, () => void])[]): HTMLElement {
  return make(
    "div",
    "fl-scan-choices",
    {},
    ...words.map(([word, press]) => button("fl-scan-choice", word, "", press)),
  );
}

function verbs(desk: Desk, thing: Thing): HTMLElement[] {
  const offered = VERBS.flatMap((words): [VerbWords, OfferedVerb][] => {
    const known = thing.verbs.find(({ verb, allowed }) => verb === words.verb && allowed);
    return known ? [[words, known]] : [];
  });
  const press = ([{ verb, offer, icon }]: [VerbWords, OfferedVerb], bright: boolean): HTMLElement => {
    const look = `fl-scan-verb${TROUBLE.has(verb) ? " fl-scan-verb-trouble" : ""}${bright ? " fl-scan-verb-bright" : ""}`;
    return button(look, offer, icon, () => void desk.press(verb));
  };
  const plain = offered.filter(([{ verb }]) => !TROUBLE.has(verb));
  const trouble = offered.filter(([{ verb }]) => TROUBLE.has(verb));
  const pins =
    thing.slots.length > 0
      ? button("fl-scan-verb fl-scan-verb-bright", "Read what is in it", "scan", () => {
          desk.checkPins();
        })
      : null;
  if (!pins && offered.length === 0)
    return [make("p", "fl-scan-none", {}, "Nothing is to be done with it now.")];
  return [
    make("div", "fl-scan-verbs", {}, pins, ...plain.map((one, index) => press(one, index === 0 && !pins))),
    make("div", "fl-scan-verbs fl-scan-troubles", {}, ...trouble.map((one) => press(one, false))),
  ];
}

function placeChoice(desk: Desk, verb: string, places: Places): HTMLElement[] {
  const known = wordsOf(verb)?.place === "rack" ? places.rack : places.beamline;
  return [
    make("p", "fl-hint", {}, known.length > 0 ? "Scan the place, or choose it." : "Scan the place."),
    choices(known.map((place) => [place, () => void desk.place(place)])),
  ];
}

function wordChoice(desk: Desk, verb: string): HTMLElement[] {
  const field = make("textarea", "form-control", { rows: "3", maxlength: "500", id: "fl-scan-words" });
  const form = make(
    "form",
    "fl-scan-words",
    {},
    make("label", "", { for: "fl-scan-words" }, "In your words"),
    field,
    make("button", "btn btn-primary fl-scan-wide", { type: "submit" }, "Tell it"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) void desk.say(field.value.trim());
    else field.focus();
  });
  return [choices((QUICK[verb] ?? []).map((word) => [word, () => void desk.say(word)])), form];
}

function pinReading(desk: Desk, pins: PinDesk): HTMLElement[] {
  const looks: Readonly<Record<string, SlotLook>> = {
    read: { look: "well", sign: "✓" },
    empty: { look: "empty", sign: "–" },
    unreadable: { look: "odd", sign: "?" },
  };
  const lookOf = (slot: { name: string }): SlotLook => {
    if (slot.name === pins.slot?.name) return { look: "here", sign: "●" };
    return looks[pins.stateOf(slot.name) ?? ""] ?? { look: "plain", sign: "" };
  };
  const done = button(
    "fl-scan-verb fl-scan-verb-bright",
    "Done, compare",
    "check",
    () => void desk.pinsDone(),
  );
  done.disabled = pins.read.length === 0;
  const picture = make("div", "fl-scan-picture");
  picture.append(
    drawing(pins.thing.slots, lookOf, (slot) => {
      desk.lookAtPin(slot.name);
    }),
  );
  const of = (word: string, icon: string, press: () => void): HTMLElement =>
    button("fl-scan-verb", word, icon, press);
  return [
    picture,
    make(
      "div",
      "fl-scan-verbs",
      {},
      of("Empty", "circle-dot", () => {
        desk.pinIs("empty");
      }),
      of("Cannot be read", "alert-triangle", () => {
        desk.pinIs("unreadable");
      }),
      of("One back", "arrow-left", () => {
        desk.pinBack();
      }),
      done,
    ),
  ];
}

export function thingCard(thing: Thing, cold: string): HTMLElement {
  const facts = thing.facts.map(([term, value]) =>
    make("div", "", {}, make("dt", "", {}, term), make("dd", "", {}, value)),
  );
  const state = thing.state_words
    ? make("span", `fl-state fl-state-${thing.tone}`, {}, thing.state_words)
    : null;
  return make(
    "section",
    "fl-scan-thing",
    { "aria-label": "The thing in your hand" },
    make("p", "fl-scan-code", {}, make("strong", "", {}, thing.title), state),
    make("p", "fl-scan-place", {}, [thing.code, thing.place].filter(Boolean).join(" · ")),
    cold ? make("p", "fl-scan-cold", {}, sign("snowflake"), cold) : null,
    thing.warning ? make("p", "fl-scan-warning", {}, sign("alert-triangle"), thing.warning) : null,
    facts.length > 0 ? make("dl", "fl-facts", {}, ...facts) : null,
  );
}
