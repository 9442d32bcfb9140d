import { beforeEach, describe, expect, it } from "vitest";
import { showTicks, startTicks, wordsFor } from "./ticks";

const FORM = `<form data-ticks><input type="checkbox" data-tick-all>
  <input type="checkbox" name="name" value="a" data-size="1500"><input type="checkbox" name="name" value="b" data-size="0">
  <span data-tick-count></span><button data-needs-tick>take</button></form>`;

function part(selector: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

describe("choosing together", () => {
  beforeEach(() => {
    document.body.innerHTML = FORM;
  });

  it("says what is chosen", () => {
    expect(wordsFor(0, 0)).toContain("Tick");
    expect(wordsFor(1, 0)).toBe("1 chosen");
    expect(wordsFor(2, 1500)).toBe("2 chosen, files of 1.5\u202fkB");
  });

  it("lets buttons work once something is chosen", () => {
    showTicks(part("form"));
    expect(part("button").disabled).toBe(true);
    part("[value=a]").checked = true;
    showTicks(part("form"));
    expect(part("button").disabled).toBe(false);
    expect(part("[data-tick-all]").indeterminate).toBe(true);
  });

  it("chooses all with one box", () => {
    startTicks();
    const all = part("[data-tick-all]");
    all.checked = true;
    all.dispatchEvent(new Event("change", { bubbles: true }));
    expect(part("[data-tick-count]").textContent).toContain("2 chosen");
    expect(part("[value=b]").checked).toBe(true);
  });
});
