import { afterEach, expect, test, vi } from "vitest";
import { answered, asked, startPasskeys, wordFor } from "./passkeys";

const bytes = (...numbers: number[]): ArrayBuffer => Uint8Array.from(numbers).buffer;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.innerHTML = "";
});

test("what the site asks becomes bytes, and what is no bytes stays", () => {
  const options = asked({
    challenge: "AP-_",
    user: { id: "AQI", name: "ada" },
    excludeCredentials: [{ id: "Aw", type: "public-key" }],
    timeout: 7,
  });
  expect(options).toEqual({
    challenge: bytes(0, 255, 191),
    user: { id: bytes(1, 2), name: "ada" },
    allowCredentials: [],
    excludeCredentials: [{ id: bytes(3), type: "public-key" }],
    timeout: 7,
  });
});

test("what the device answers becomes text without padding", () => {
  const credential = {
    rawId: bytes(0, 255, 191, 1),
    type: "public-key",
    response: {
      clientDataJSON: bytes(1),
      authenticatorData: bytes(2),
      signature: bytes(3),
      userHandle: null,
    },
  } as unknown as PublicKeyCredential;
  expect(answered(credential)).toEqual({
    id: "AP-_AQ",
    rawId: "AP-_AQ",
    type: "public-key",
    response: { clientDataJSON: "AQ", authenticatorData: "Ag", signature: "Aw" },
    clientExtensionResults: {},
  });
});

test("each refusal of a device has its words", () => {
  const named = (name: string): string => wordFor(new DOMException("", name));
  expect(named("InvalidStateError")).toContain("already");
  expect(named("SecurityError")).toContain("HTTPS");
  expect(named("NotAllowedError")).toContain("Try again");
  expect(wordFor(new Error("x"))).toContain("Try again");
});

test("a form is filled in by the device and then sent", async () => {
  const credential = { rawId: bytes(1), type: "public-key", response: { clientDataJSON: bytes(1) } };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ publicKey: { challenge: "AQ" } })));
  vi.stubGlobal("navigator", {
    userAgent: "Linux",
    credentials: { get: () => Promise.resolve(credential) },
  });
  const sent = vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(() => undefined);
  document.body.innerHTML = `<form data-passkey="get" data-passkey-ask="/ask"><input name="answer"><p data-passkey-word></p></form>`;
  startPasskeys();
  const form = document.querySelector("form");
  form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await vi.waitFor(() => {
    expect(sent).toHaveBeenCalledOnce();
  });
  const field = document.querySelector<HTMLInputElement>("input");
  expect(JSON.parse(field?.value ?? "")).toMatchObject({ rawId: "AQ" });
});
