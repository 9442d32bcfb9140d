/**
 * A real provider of identities on loopback, for tests: `oidc-provider` with a page that asks for a name, and for a code
 * when a second factor is wanted. What is to be set comes as JSON in the first argument; the address is printed.
 *
 * Whoever types a name is that person: this belongs nowhere but into tests.
 */
import { createServer } from "node:http";
import process from "node:process";
import { URLSearchParams } from "node:url";
import { Provider } from "oidc-provider";

const LONGEST_BODY = 100_000;
const wanted = JSON.parse(process.argv[2]);
const accounts = new Map(Object.entries(wanted.accounts));
const names = [...new Set(Object.values(wanted.accounts).flatMap((claims) => Object.keys(claims)))];

/** Read what a form or a program sends. */
async function bodyOf(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > LONGEST_BODY) throw new Error("too much");
  }
  return text;
}

/** Find somebody; claims are read anew each time, for tests change them. */
function findAccount(_, login) {
  if (!accounts.has(login)) return undefined;
  return { accountId: login, claims: () => ({ sub: login, ...accounts.get(login) }) };
}

/** Everybody agrees to what is asked for. */
async function loadExistingGrant(context) {
  const { client, session, provider } = context.oidc;
  const known = session.grantIdFor(client.clientId);
  const grant = known
    ? await provider.Grant.find(known)
    : new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}

/** The page that asks who it is; `ago_s` is how long ago that person claims to have signed on. */
function page(uid, wants) {
  const code = wants ? '<label>Code <input name="code" autofocus></label>' : "";
  return `<!doctype html><html lang="en"><title>Test provider</title><h1>Who are you?</h1>
<form method="post" action="/interaction/${uid}"><label>Name <input name="login"></label>${code}
<label>Seconds ago <input name="ago_s" value="0"></label><button>Sign on</button></form>`;
}

/** Post to the site beside it: by itself the library calls nobody on this very machine. */
function callNeighbour(address, options) {
  return globalThis.fetch(address, { ...options, dispatcher: undefined });
}

let provider;

/** Show the page, or take what was typed there. */
async function interact(request, response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(uid, String(params.acr_values ?? "").includes("2")));
    return;
  }
  const typed = new URLSearchParams(await bodyOf(request));
  const ts = Math.floor(Date.now() / 1000) - Number(typed.get("ago_s"));
  const acr = typed.get("code") ? "2" : "1";
  const login = { accountId: typed.get("login"), acr, ts, remember: true };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

/** Let a test change what is said of somebody. */
async function changeAccount(request, response) {
  const { login, claims } = JSON.parse(await bodyOf(request));
  accounts.set(login, claims);
  response.end();
}

const server = createServer((request, response) => {
  const answer = request.url.startsWith("/interaction/")
    ? interact
    : request.url === "/accounts" && request.method === "POST"
      ? changeAccount
      : provider.callback();
  Promise.resolve(answer(request, response)).catch((error) => {
    console.error(error);
    response.statusCode = 500;
    response.end();
  });
});

server.listen(wanted.port ?? 0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: wanted.clients,
    fetch: callNeighbour,
    findAccount,
    loadExistingGrant,
    acrValues: ["1", "2"],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: names },
    conformIdTokenClaims: false,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ["only for tests"] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    pkce: { required: () => true },
    ttl: { Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, Interaction: 600 },
  });
  console.log(issuer);
});
