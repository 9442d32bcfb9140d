/**
 * A program that people sign on to, on loopback, for tests: it is told at `/told` that a sign-on is over, and believes
 * what `jose` believes, with the keys that the provider shows. `/seen` says what it was told. Other addresses are those
 * of bad programs: `/refuses`, `/silent`, `/elsewhere`, and `/late`, which works from the third time on.
 *
 * What is to be set (`issuer`, `client`) comes as JSON in the first argument; the address is printed.
 */
import { createServer } from "node:http";
import process from "node:process";
import { URLSearchParams } from "node:url";
import { createRemoteJWKSet, jwtVerify } from "jose";

const EVENT = "http://schemas.openid.net/event/backchannel-logout";
const LONGEST_BODY = 100_000;
const WORKS_FROM = 3;
const { issuer, client } = JSON.parse(process.argv[2]);
const seen = { told: [], wrong: [], calls: {} };

const discovered = await (await globalThis.fetch(`${issuer}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(discovered.jwks_uri));

/** Read what is posted. */
async function bodyOf(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > LONGEST_BODY) throw new Error("too much");
  }
  return text;
}

/** What a logout token says, once every point of section 2.6 was looked at. */
async function believed(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer: discovered.issuer,
    audience: client,
    typ: "logout+jwt",
    algorithms: discovered.id_token_signing_alg_values_supported,
    maxTokenAge: "2 minutes",
    requiredClaims: ["iss", "sub", "aud", "iat", "exp", "jti", "events"],
  });
  if (typeof payload.events[EVENT] !== "object") throw new Error("no logout token");
  if ("nonce" in payload) throw new Error("an ID token");
  if (seen.told.some((before) => before.jti === payload.jti)) throw new Error("seen before");
  return payload;
}

/** Answer as `/told` does. */
async function take(request, response) {
  try {
    const form = new URLSearchParams(await bodyOf(request));
    seen.told.push(await believed(form.get("logout_token")));
    response.setHeader("Cache-Control", "no-store");
  } catch (error) {
    seen.wrong.push(String(error));
    response.statusCode = 400;
  }
  response.end();
}

const ways = {
  "/told": take,
  "/seen": (_, response) => response.end(JSON.stringify(seen)),
  "/refuses": (_, response) => response.writeHead(400).end(),
  "/silent": () => {},
  "/elsewhere": (_, response) => response.writeHead(307, { Location: "/told" }).end(),
  "/late": (request, response) =>
    seen.calls["/late"] < WORKS_FROM ? response.writeHead(503).end() : take(request, response),
};

const server = createServer((request, response) => {
  const path = request.url.split("?")[0];
  seen.calls[path] = (seen.calls[path] ?? 0) + 1;
  const way = ways[path];
  if (way) void way(request, response);
  else response.writeHead(404).end();
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
