import { beforeEach, describe, expect, test, vi } from "vitest";
import { FRAME } from "./testing-source";
import { ToldSession } from "./testing-session";

const [ROWS, COLUMNS] = [FRAME.rows, FRAME.columns];
let told: ToldSession;

beforeEach(async () => {
  told = await ToldSession.begin();
});

describe("an image", () => {
  test("comes as an overview at once and exactly after a moment, with its levels", async () => {
    told.show(5);
    await told.drawn("overview", 5);
    expect(await told.ask({ kind: "counts", slow: 3.5, fast: 4.5 })).toMatchObject({ is_exact: false });
    expect(await told.ask({ kind: "radial" })).toMatchObject({ kind: "none" });
    await told.drawn("exact", 5);
    expect(told.source.asked.slice(0, 2)).toEqual(["overview 5", "exact 5"]);
    const levels = told.said.filter((one) => one.kind === "levels");
    expect(levels.at(-1)).toMatchObject({ which: { image: 5 }, p50: 2 });
  });

  test("that one steps away from is given up; ones near it are not asked for twice", async () => {
    let open = (): void => undefined;
    told.source.gate = new Promise((resolve) => {
      open = resolve;
    });
    told.show(5, 1);
    told.show(60, 1);
    await vi.waitFor(() => {
      expect(told.source.givenUp).toContain("overview 5");
    });
    open();
    await told.drawn("exact", 60);
    told.show(61, 1);
    await told.drawn("exact", 61);
    expect(told.source.asked.filter((what) => what === "overview 61")).toHaveLength(1);
    expect(told.source.asked).not.toContain("exact 5");
    expect(told.said.filter((one) => one.kind === "trouble")).toEqual([]);
  });

  test("that was seen already is drawn without asking", async () => {
    told.show(5);
    await told.drawn("exact", 5);
    told.show(6);
    await told.drawn("exact", 6);
    const before = told.source.asked.filter((what) => what.startsWith("exact")).length;
    told.said.length = 0;
    told.show(5);
    await told.drawn("exact", 5);
    expect(told.source.asked.filter((what) => what.startsWith("exact"))).toHaveLength(before);
  });

  test("that is damaged is said to be, and the next one is shown", async () => {
    told.source.packed = FRAME.packed.slice(0, 700);
    told.show(5);
    await vi.waitFor(() => {
      expect(told.said.find((one) => one.kind === "trouble")).toMatchObject({ is_final: false });
    }, 3000);
    told.source.packed = FRAME.packed;
    told.show(6);
    await told.drawn("exact", 6);
    expect(await told.ask({ kind: "counts", slow: 1, fast: 2 })).toMatchObject({ is_exact: true });
  });

  test("that is passed by with a key held down is an overview, on a quick line too; exact where one rests", async () => {
    told.hurryLine();
    told.show(5, 1);
    await told.drawn("exact", 5);
    expect(told.said.filter((one) => one.kind === "drawn" && one.lane === "overview")).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 350));
    told.said.length = 0;
    for (const image of [30, 31, 32, 33]) {
      told.show(image, 1);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await told.drawn("overview", 33);
    await told.drawn("exact", 33);
    const drawn = told.said.filter((one) => one.kind === "drawn" && one.lane === "exact");
    expect(
      drawn.map((one) => one.kind === "drawn" && one.which.image).filter((image) => image !== 30),
    ).toEqual([33]);
  });

  test("that is drawn in another tone or from another view says what that took, and asks for nothing", async () => {
    told.look();
    told.show(5);
    await told.drawn("exact", 5);
    const [said, asked] = [told.said.length, told.source.asked.length];
    told.look();
    await vi.waitFor(() => {
      expect(told.said.slice(said).map(({ kind }) => kind)).toContain("redrawn");
    });
    expect(told.source.asked).toHaveLength(asked);
  });

  test("stacks of frames that are kept are made here; others come from the server", async () => {
    for (const image of [5, 6, 7]) {
      told.show(image);
      await told.drawn("exact", image);
    }
    told.said.length = 0;
    told.show(5, 0, 3);
    await told.drawn("exact", 5);
    expect(told.source.asked.filter((what) => what.startsWith("stack"))).toEqual([]);
    const answer = await told.ask({ kind: "region", region: { rows: [0, ROWS], columns: [0, COLUMNS] } });
    const expected = FRAME.counts.map((counts) => (Number.isNaN(counts) ? -1 : 3 * counts));
    expect(answer.kind === "region" && Array.from(answer.counts)).toEqual(expected);
    told.show(40, 0, 2);
    await vi.waitFor(() => {
      expect(told.source.asked).toContain("stack 40 2");
    });
  });
});
