/** The list of what was scanned: sent, waiting, refused; what can be taken back, what needs a look. */

import type { Finding, Thing } from "./contract";
import { wordsOf } from "./contract";
import { button, make, sign } from "./dom";
import { drawing, type SlotLook } from "./drawing";
import { reasonList } from "./steps";
import type { Entry } from "./store";

const UNDO_MS = 10 * 60_000;
const MOST = 12;
const LOOKS: Readonly<Record<string, readonly [string, string]>> = {
  waits: ["wait", "hourglass"],
  done: ["good", "circle-check"],
  repeated: ["good", "circle-check"],
  late: ["warn", "clock-hour-4"],
  differs: ["warn", "alert-triangle"],
  refused: ["bad", "circle-x"],
};
const WELL = new Set(["as_declared", "not_looked_at"]);

export interface TrailActions {
  undo(entry: Entry): void;
  drop(entry: Entry): void;
  accept(entry: Entry, thing: Thing): void;
}

function whatWasDone({ scan }: Entry): string {
  const told = {
    undo: "taken back",
    accept: "the reading accepted",
    contents: "contents read",
    photograph: "photographed",
  }[scan.verb];
  const words = told ?? wordsOf(scan.verb)?.told ?? scan.verb;
  return scan.place ? `${words} (${scan.place})` : words;
}

export function findingList(findings: readonly Finding[], thing: Thing): HTMLElement {
  const kinds = new Map(findings.map((finding) => [finding.slot, finding.kind]));
  const lookOf = (slot: { name: string }): SlotLook => {
    const kind = kinds.get(slot.name) ?? "not_looked_at";
    if (kind === "not_looked_at") return { look: "plain", sign: "" };
    return WELL.has(kind)
      ? { look: "well", sign: "✓" }
      : { look: "odd", sign: kind === "missing" ? "–" : "!" };
  };
  const odd = findings.filter(({ kind }) => !WELL.has(kind));
  const picture = make("div", "fl-scan-picture");
  if (thing.slots.length > 0) picture.append(drawing(thing.slots, lookOf));
  return make(
    "div",
    "",
    {},
    picture,
    make("ul", "fl-scan-reasons", {}, ...odd.map(({ message }) => make("li", "", {}, message))),
  );
}

function actionsOf(entry: Entry, actions: TrailActions, now_ms: number): HTMLElement | null {
  const outcome = entry.answer?.outcome;
  const isFresh = now_ms - Date.parse(entry.scan.at) < UNDO_MS;
  const press = (word: string, then: () => void): HTMLElement =>
    button("btn btn-quiet fl-scan-small", word, "", then);
  const thing = entry.answer?.thing;
  const parts: HTMLElement[] = [];
  if (!outcome)
    parts.push(
      press("Take back", () => {
        actions.drop(entry);
      }),
    );
  if (outcome === "done" && isFresh && !["undo", "accept", "contents"].includes(entry.scan.verb))
    parts.push(
      press("Undo", () => {
        actions.undo(entry);
      }),
    );
  if (entry.answer?.can_accept && thing)
    parts.push(
      button("btn btn-primary fl-scan-small", "It lies as read: accept", "", () => {
        actions.accept(entry, thing);
      }),
    );
  if (outcome === "refused" || outcome === "differs")
    parts.push(
      press("Seen", () => {
        actions.drop(entry);
      }),
    );
  return parts.length > 0 ? make("div", "fl-scan-actions", {}, ...parts) : null;
}

function line(entry: Entry, actions: TrailActions, now_ms: number): HTMLElement {
  const outcome = entry.answer?.outcome ?? "waits";
  const [tone, icon] = LOOKS[outcome] ?? ["calm", "info-circle"];
  const time = new Date(entry.scan.at).toTimeString().slice(0, 5);
  const answer = entry.answer;
  return make(
    "li",
    `fl-scan-line fl-scan-line-${tone}`,
    { "data-outcome": outcome },
    sign(icon),
    make(
      "div",
      "",
      {},
      make(
        "p",
        "",
        {},
        make("strong", "", {}, entry.title),
        ` ${whatWasDone(entry)} `,
        make("time", "", {}, time),
      ),
      make("p", "fl-scan-said", {}, answer ? answer.words : "Waits for the network."),
      answer?.findings.length && answer.thing ? findingList(answer.findings, answer.thing) : null,
      reasonList(answer?.reasons ?? []),
      actionsOf(entry, actions, now_ms),
    ),
  );
}

export function trail(entries: readonly Entry[], actions: TrailActions, now_ms: number): HTMLElement[] {
  if (entries.length === 0) return [];
  const lines = entries.slice(0, MOST).map((entry) => line(entry, actions, now_ms));
  return [make("h2", "", {}, "What you scanned"), make("ol", "fl-scan-trail", {}, ...lines)];
}
