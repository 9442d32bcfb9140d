import { beforeEach, expect, test } from "vitest";
import { isTyping, press, showKeys, startKeyboard, walk } from "./keyboard";

beforeEach(() => {
  document.body.innerHTML = `
    <button id="queue" data-key="q" data-key-word="open the queue">Queue</button>
    <ul><li data-key-item id="a"><a data-key-open href="#a">a</a></li><li data-key-item id="b"></li></ul>
    <input id="field"><dialog id="keys"><dl data-keys-list></dl></dialog>`;
});

test("j and k walk through the list and stop at its ends", () => {
  const seen = [1, 1, 1, -1, -1].map((step) => {
    walk(step as 1 | -1);
    return document.activeElement?.id;
  });
  expect(seen).toEqual(["a", "b", "b", "a", "a"]);
});

test("a marked button is pressed by its key, and Enter opens what is chosen", () => {
  const pressed: string[] = [];
  document.querySelector("#queue")?.addEventListener("click", () => pressed.push("queue"));
  document.querySelector("#a a")?.addEventListener("click", () => pressed.push("a"));
  expect([press("q", 0), press("j", 0), press("Enter", 0), press("z", 0)]).toEqual([true, true, true, false]);
  expect(pressed).toEqual(["queue", "a"]);
});

test("keys typed into a field stay there", () => {
  startKeyboard();
  let pressed = 0;
  document.querySelector("#queue")?.addEventListener("click", () => pressed++);
  const type = (place: string): boolean =>
    document.querySelector(place)?.dispatchEvent(new KeyboardEvent("keydown", { key: "q", bubbles: true })) ??
    false;
  type("#field");
  type("#b");
  expect(pressed).toBe(1);
  expect(isTyping(document.querySelector("#field"))).toBe(true);
});

test("the list of keys says what each does here", () => {
  showKeys();
  const rows = [...document.querySelectorAll("#keys div")].map((row) => row.textContent);
  expect(rows).toContain("q open the queue");
  expect(rows).toContain("j next in the list");
  expect(rows).toContain("g h home");
});

test("a key leaves the focus where a part of the page wants it to stay", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    `<div data-keys-keep-focus><button id="inner" data-key="r">Rings</button></div>`,
  );
  document.querySelector<HTMLElement>("#field")?.focus();
  expect(press("r", 0)).toBe(true);
  expect(document.activeElement?.id).toBe("field");
  expect(press("q", 0)).toBe(true);
  expect(document.activeElement?.id).toBe("queue");
});

test("keys of a part that is folded away hold when it wants them to, and only then", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    `<div><section id="panel" data-keys-when-closed><button id="tone" data-key="+">More</button></section></div>
     <section id="menu"><button id="dead" data-key="x">Dead</button></section>`,
  );
  const hidden = new Set(["tone", "dead"]);
  for (const id of hidden) {
    const button = document.querySelector<HTMLElement>(`#${id}`);
    if (button) button.checkVisibility = () => false;
  }
  let pressed = 0;
  document.querySelector("#tone")?.addEventListener("click", () => pressed++);
  expect([press("+", 0), press("x", 0), pressed]).toEqual([true, false, 1]);
});

test("a slider keeps its arrows and gives all other keys on", () => {
  startKeyboard();
  document.body.insertAdjacentHTML(
    "beforeend",
    `<input id="slider" type="range"><button id="next" data-key="ArrowRight">Next</button>`,
  );
  const pressed: string[] = [];
  for (const id of ["next", "queue"]) {
    document.querySelector(`#${id}`)?.addEventListener("click", () => pressed.push(id));
  }
  const slider = document.querySelector("#slider");
  for (const key of ["ArrowRight", "q"]) {
    slider?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }
  expect(new Set(pressed)).toEqual(new Set(["queue"]));
});
