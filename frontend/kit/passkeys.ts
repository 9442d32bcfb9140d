/**
 * Forms that a passkey fills in: `<form data-passkey="get" data-passkey-ask="address of what to sign">`.
 * The browser asks its device, the answer goes into the field `answer`, and the form is sent as any other.
 */

type Json = Record<string, unknown>;

function bytesOf(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function textOf(bytes: ArrayBuffer | null): string | undefined {
  if (!bytes) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function listed(named: unknown): PublicKeyCredentialDescriptor[] {
  const list = (named ?? []) as { id: string; type: "public-key" }[];
  return list.map(({ id, type }) => ({ id: bytesOf(id), type }));
}

/** What the site asks, as the browser wants it: bytes in place of text. */
export function asked(publicKey: Json): Json {
  const user = publicKey.user as Json | undefined;
  return {
    ...publicKey,
    challenge: bytesOf(publicKey.challenge as string),
    ...(user && { user: { ...user, id: bytesOf(user.id as string) } }),
    allowCredentials: listed(publicKey.allowCredentials),
    excludeCredentials: listed(publicKey.excludeCredentials),
  };
}

/** What the device answered, as the site wants it: text in place of bytes. */
export function answered(credential: PublicKeyCredential): Json {
  const said = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const parts = {
    clientDataJSON: said.clientDataJSON,
    attestationObject: said.attestationObject,
    authenticatorData: said.authenticatorData,
    signature: said.signature,
    userHandle: said.userHandle,
  };
  const response: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(parts)) {
    const text = textOf(bytes ?? null);
    if (text !== undefined) response[name] = text;
  }
  const id = textOf(credential.rawId);
  return { id, rawId: id, type: credential.type, response, clientExtensionResults: {} };
}

async function credentialFor(form: HTMLFormElement): Promise<PublicKeyCredential | null> {
  const answer = await fetch(form.dataset.passkeyAsk ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return null;
  const { publicKey } = (await answer.json()) as { publicKey: Json };
  const options = asked(publicKey) as unknown;
  const made =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: options as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: options as PublicKeyCredentialRequestOptions });
  return made as PublicKeyCredential | null;
}

/** Why the device gave nothing, in words. */
export function wordFor(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return "This device has a passkey of this account already.";
  if (name === "SecurityError") return "Browsers use passkeys only at a name and over HTTPS.";
  return "No passkey was used. Try again, or take another way.";
}

function deviceName(): string {
  const { userAgent } = navigator;
  const known = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"];
  const found = known.find((name) => userAgent.includes(name));
  return found ? `Passkey on ${found}` : "Passkey";
}

async function fill(form: HTMLFormElement): Promise<void> {
  const word = form.querySelector<HTMLElement>("[data-passkey-word]");
  const say = (text: string): void => {
    if (word) word.textContent = text;
  };
  say("Your browser asks…");
  try {
    const credential = await credentialFor(form);
    if (!credential) {
      window.location.reload();
      return;
    }
    const field = form.querySelector<HTMLInputElement>("[name=answer]");
    const device = form.querySelector<HTMLInputElement>("[data-passkey-device]");
    if (field) field.value = JSON.stringify(answered(credential));
    if (device) device.value = deviceName();
    form.submit();
  } catch (error) {
    say(wordFor(error));
  }
}

export function startPasskeys(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (!form?.dataset.passkey) return;
    event.preventDefault();
    if (!("credentials" in navigator)) return;
    void fill(form);
  });
}
