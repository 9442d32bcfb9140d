import { beforeAll, beforeEach, expect, test } from "vitest";
import { refusalIn, startFailures, wordsFor } from "./failures";

beforeAll(startFailures);

beforeEach(() => {
  document.body.innerHTML = '<div id="messages"></div><div id="part"><p data-loading>Loading …</p></div>';
});

function fail(kind: string, status: number, responseText = ""): void {
  const detail = { xhr: { status, responseText }, target: document.querySelector("#part") };
  document.dispatchEvent(new CustomEvent(kind, { detail }));
}

test("a refusal's reasons are shown on the page that asked", () => {
  fail("htmx:responseError", 403, '<main><section class="fl-refusal"><li>It is over.</li></section></main>');
  expect(document.querySelector("#messages .fl-refusal")?.textContent).toBe("It is over.");
});

test("a failure without reasons is said in words, above and where it would have stood", () => {
  fail("htmx:responseError", 500, "<h1>oops</h1>");
  expect(document.querySelector("#messages")?.textContent).toBe(wordsFor(500));
  expect(document.querySelector("#part")?.textContent).toBe("This part could not be loaded.");
});

test("a server that does not answer is named", () => {
  fail("htmx:sendError", 0);
  expect(document.querySelector("#messages")?.textContent).toBe(wordsFor(0));
});

test("a page without a refusal has none", () => {
  expect(refusalIn("<p>hello</p>")).toBeNull();
});
