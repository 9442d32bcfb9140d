import { beforeEach, expect, test } from "vitest";
import type { Known, Scan, Thing } from "./contract";
import { Desk } from "./desk";
import { stranger, Things } from "./known";
import { OutOfReach, Refusal } from "./server";

const REASON = { message: "It has not arrived yet.", mend: "Scan that it has arrived.", who: "", link: "" };

function dewar(): Thing {
  return {
    ...stranger("7k3mq9pd"),
    aliases: ["7K3MQ9PD", "FL-MX-0001"],
    title: "Dewar 1",
    state: "delivered",
    state_words: "delivered",
    warning: "",
    verbs: [
      { verb: "arrived", allowed: true, reasons: [] },
      { verb: "to-rack", allowed: false, reasons: [REASON] },
      { verb: "topped-up", allowed: true, reasons: [] },
      { verb: "warm", allowed: true, reasons: [] },
    ],
  };
}

const KNOWN: Known = {
  person: "sten",
  at: "2026-11-26T10:00:00Z",
  things: [dewar()],
  moves: {
    delivered: { arrived: "received", "topped-up": "delivered", warm: "warm" },
    received: { "to-rack": "stored", "topped-up": "received" },
    stored: { "to-rack": "stored" },
  },
  states: { received: { words: "in the stores", tone: "live" }, stored: { words: "stored", tone: "good" } },
  places: { rack: ["A1", "A2"], beamline: ["bl1"] },
};

let kept: Scan[];
let felt: string[];
let answers: (code: string) => Thing;
let desk: Desk;

beforeEach(() => {
  kept = [];
  felt = [];
  answers = () => {
    throw new OutOfReach("away");
  };
  desk = new Desk({
    things: new Things(KNOWN),
    keep: (scan) => {
      kept.push(scan);
      return Promise.resolve();
    },
    lookUp: (code) => Promise.resolve().then(() => answers(code)),
    feel: (feeling) => felt.push(feeling),
    changed: () => undefined,
    now: () => new Date("2026-11-26T10:30:00Z"),
  });
});

const said = (): string[] => kept.map((scan) => [scan.code, scan.verb, scan.place].filter(Boolean).join(" "));

test("a thing, then a verb: without network too, and what can follow is known", async () => {
  await desk.scanned("https://farlight.example/t/7K3MQ9PD#3fa9");
  expect(desk.thing?.title).toBe("Dewar 1");
  await desk.scanned("FL:ARRIVED");
  expect(said()).toEqual(["7k3mq9pd arrived"]);
  expect(kept[0]).toMatchObject({ at: "2026-11-26T10:30:00.000Z", mark: "3fa9" });
  expect(desk.thing?.state_words).toBe("in the stores");
  await desk.scanned("FL:TO-RACK:A1");
  expect(said()).toEqual(["7k3mq9pd arrived", "7k3mq9pd to-rack A1"]);
});

test("a dewar is found by the code that stands on it, in any case", async () => {
  await desk.scanned("fl-mx-0001");
  expect(desk.thing?.code).toBe("7k3mq9pd");
});

test("what cannot be said now is refused with the reasons, and nothing is kept", async () => {
  await desk.scanned("7k3mq9pd");
  await desk.scanned("FL:TO-RACK:A1");
  expect(desk.told).toEqual({
    tone: "bad",
    words: "“To the rack” cannot be said of it now.",
    reasons: [REASON],
  });
  await desk.scanned("FL:QUARANTINED");
  expect(desk.told?.words).toBe("“Quarantine” cannot be said of it now.");
  expect([kept, felt]).toEqual([[], ["read", "no", "no"]]);
});

test("a verb without a thing is refused", async () => {
  await desk.scanned("FL:ARRIVED");
  expect(desk.told?.words).toBe("Scan the thing first, then what happens with it.");
});

test("a verb that leads somewhere asks where; a place's barcode answers", async () => {
  await desk.scanned("7k3mq9pd");
  await desk.press("arrived");
  await desk.press("to-rack");
  expect(desk.step).toEqual({ is: "place", verb: "to-rack" });
  await desk.scanned("FL:AT:A2");
  expect(said()).toEqual(["7k3mq9pd arrived", "7k3mq9pd to-rack A2"]);
  await desk.scanned("FL:AT:A1");
  expect(said().at(-1)).toBe("7k3mq9pd to-rack A1");
});

test("a problem asks what is seen; topping up asks what was left", async () => {
  await desk.scanned("7k3mq9pd");
  await desk.press("topped-up");
  await desk.left(0.25);
  await desk.press("warm");
  await desk.say("Nitrogen gone");
  expect(kept.map(({ verb, words, left_frac }) => [verb, words, left_frac])).toEqual([
    ["topped-up", "", 0.25],
    ["warm", "Nitrogen gone", null],
  ]);
});

test("a barcode for topping up asks nothing", async () => {
  await desk.scanned("7k3mq9pd");
  await desk.scanned("FL:TOPPED-UP");
  expect(said()).toEqual(["7k3mq9pd topped-up"]);
});

test("an unknown code without network is kept for the server to judge", async () => {
  await desk.scanned("HX562B6A");
  expect(desk.thing?.title).toBe("Not known on this phone");
  await desk.scanned("FL:ARRIVED");
  expect(said()).toEqual(["HX562B6A arrived"]);
});

test("the server's word replaces what the phone knew; what it does not know is not there", async () => {
  answers = () => ({ ...dewar(), title: "Dewar 1, renamed", warning: "This label is outdated." });
  await desk.scanned("7k3mq9pd");
  await new Promise((done) => setTimeout(done, 0));
  expect([desk.thing?.title, desk.thing?.warning]).toEqual(["Dewar 1, renamed", "This label is outdated."]);
  answers = () => {
    throw new Refusal(404, "gone", []);
  };
  await desk.scanned("guess");
  expect([desk.thing, desk.told?.words]).toEqual([null, "Nothing that you may see is called guess."]);
});

test("a puck is read position by position", async () => {
  const slots = ["1", "2", "3"].map((name) => ({ name, x_frac: 0, y_frac: 0, size_frac: 0.1, declared: "" }));
  answers = () => ({ ...stranger("P1"), kind: "container", slots });
  await desk.scanned("P1");
  desk.checkPins();
  await desk.scanned("HA1");
  desk.pinIs("empty");
  desk.pinIs("unreadable");
  if (desk.step.is === "pins") desk.step.pins.back();
  await desk.scanned("HA3");
  await desk.pinsDone();
  expect(kept[0]?.pins).toEqual([
    { slot: "1", state: "read", barcode: "HA1" },
    { slot: "2", state: "empty", barcode: "" },
    { slot: "3", state: "read", barcode: "HA3" },
  ]);
});

test("nonsense is refused in words", async () => {
  await desk.scanned("https://example.org/");
  expect(desk.told?.words).toBe("This code leads to a web page, not to a parcel.");
});
