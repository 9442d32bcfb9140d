import { expect, test } from "vitest";
import type { Answer, Scan } from "./contract";
import { Outbox } from "./outbox";
import { OutOfReach, Refusal, type Server } from "./server";
import { MemoryStore } from "./store";

let made = 0;

function scan(verb = "arrived", at = `2999-01-01T00:00:${String(++made % 60).padStart(2, "0")}Z`): Scan {
  const rest = { place: "", words: "", mark: "", left_frac: null, pins: [], undoes: null };
  return { client_id: `c${made}`, at, code: "d1", verb, ...rest };
}

const answerTo = ({ client_id }: Scan, outcome: Answer["outcome"] = "done"): Answer => ({
  client_id,
  outcome,
  words: outcome,
  reasons: [],
  thing: null,
  findings: [],
  can_accept: false,
});

/** A server that can be taken away, and that counts what it gets. */
class Counter implements Server {
  batches: string[][] = [];
  failing: Error | null = null;
  bad = "";

  known = (): never => {
    throw new Error("not asked here");
  };
  thing = this.known;

  send(_person: string, scans: readonly Scan[]): Promise<Answer[]> {
    this.batches.push(scans.map(({ verb }) => verb));
    if (this.failing) return Promise.reject(this.failing);
    if (scans.some(({ verb }) => verb === this.bad)) return Promise.reject(new Refusal(422, "What?", []));
    return Promise.resolve(scans.map((one) => answerTo(one)));
  }
}

function desk(store = new MemoryStore(), person = "sten") {
  const server = new Counter();
  const again: (() => void)[] = [];
  const outbox = new Outbox(
    person,
    store,
    server,
    () => undefined,
    (_delay_ms, then) => again.push(then),
  );
  return { outbox, server, store, again };
}

async function settled(outbox: Outbox): Promise<void> {
  await outbox.catchUp();
}

test("what was scanned without network goes out once there is one, in order, once", async () => {
  const { outbox, server, again } = desk();
  server.failing = new OutOfReach("away");
  await outbox.add(scan("arrived"), "Dewar 1");
  await outbox.add(scan("to-rack"), "Dewar 1");
  await settled(outbox);
  expect([outbox.state, outbox.waiting.length]).toEqual(["out-of-reach", 2]);
  expect(again.length).toBeGreaterThan(0);
  server.failing = null;
  server.batches = [];
  await settled(outbox);
  await settled(outbox);
  expect([outbox.state, outbox.waiting.length, server.batches]).toEqual([
    "sent",
    0,
    [["arrived", "to-rack"]],
  ]);
});

test("what waits is still there after a reload", async () => {
  const first = desk();
  first.server.failing = new OutOfReach("away");
  await first.outbox.add(scan(), "Dewar 1");
  await settled(first.outbox);
  const second = desk(first.store);
  await second.outbox.open();
  await settled(second.outbox);
  expect(second.server.batches).toEqual([["arrived"]]);
});

test("another login's scans are not sent, and are told of", async () => {
  const first = desk();
  first.server.failing = new OutOfReach("away");
  await first.outbox.add(scan(), "Dewar 1");
  await settled(first.outbox);
  const second = desk(first.store, "ines");
  await second.outbox.open();
  await settled(second.outbox);
  expect([second.server.batches, [...second.outbox.others]]).toEqual([[], [["sten", 1]]]);
});

test("who is logged out keeps what waits, and nothing knocks again by itself", async () => {
  const { outbox, server, again } = desk();
  server.failing = new Refusal(401, "Who are you?", []);
  await outbox.add(scan(), "Dewar 1");
  await settled(outbox);
  expect([outbox.state, outbox.waiting.length, again.length]).toEqual(["logged-out", 1, 0]);
});

test("one scan that the server cannot read holds up no other", async () => {
  const { outbox, server } = desk();
  server.failing = new OutOfReach("away");
  for (const verb of ["arrived", "bad", "warm"]) await outbox.add(scan(verb), "Dewar 1");
  await settled(outbox);
  server.failing = null;
  server.bad = "bad";
  await settled(outbox);
  expect(
    outbox.mine.map(({ scan: { verb }, answer }) => `${verb} ${answer?.outcome ?? "waits"}`).sort(),
  ).toEqual(["arrived done", "bad refused", "warm done"]);
});

test("dropping a scan that was not sent means that it is never sent", async () => {
  const { outbox, server } = desk();
  server.failing = new OutOfReach("away");
  const one = scan();
  await outbox.add(one, "Dewar 1");
  await settled(outbox);
  await outbox.drop(one.client_id);
  server.failing = null;
  server.batches = [];
  await settled(outbox);
  expect(server.batches).toEqual([]);
});

test("what was done long ago leaves the list; what was refused stays until it is looked at", async () => {
  const store = new MemoryStore();
  const old = "2020-01-01T00:00:00Z";
  for (const outcome of ["done", "refused"] as const) {
    const one = scan("arrived", old);
    await store.keep({
      client_id: one.client_id,
      person: "sten",
      title: "",
      scan: one,
      answer: answerTo(one, outcome),
    });
  }
  const { outbox } = desk(store);
  await outbox.open();
  expect(outbox.mine.map(({ answer }) => answer?.outcome)).toEqual(["refused"]);
});

test("a picture goes by itself, in its turn, and is not kept once it was taken", async () => {
  const { outbox, server } = desk();
  server.failing = new OutOfReach("away");
  await outbox.add(scan("damaged"), "Dewar 1");
  await outbox.add({ ...scan("photograph"), photograph: "aGVsbG8=" }, "Dewar 1");
  await outbox.add(scan("arrived"), "Dewar 1");
  await settled(outbox);
  server.failing = null;
  server.batches = [];
  await settled(outbox);
  expect(server.batches).toEqual([["damaged"], ["photograph"], ["arrived"]]);
  expect(outbox.mine.map(({ scan: { photograph } }) => photograph)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
