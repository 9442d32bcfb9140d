import { describe, expect, it } from "vitest";
import { nextPlace, wayOf, type Place } from "./places";

const at = (name: string, x: number, y: number): Place => ({ name, x, y });
const centre = at("c", 0.5, 0.5);
const places = [
  centre,
  at("l", 0.2, 0.5),
  at("far-l", 0.0, 0.5),
  at("up", 0.55, 0.2),
  at("corner", 0.9, 0.1),
];

describe("arrow keys", () => {
  it("lead to the nearest place ahead", () => {
    expect(nextPlace(places, centre, "left").name).toBe("l");
    expect(nextPlace(places, centre, "up").name).toBe("up");
    expect(nextPlace(places, centre, "right").name).toBe("up");
  });

  it("stay where nothing lies ahead", () => {
    expect(nextPlace(places, centre, "down")).toBe(centre);
    expect(nextPlace([], centre, "left")).toBe(centre);
  });

  it("are four", () => {
    expect(wayOf("ArrowLeft")).toBe("left");
    expect(wayOf("x")).toBeNull();
  });
});
