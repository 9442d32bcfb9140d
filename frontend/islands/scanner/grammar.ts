/** What a scanner reads: a thing, a verb, a place. The server reads the same grammar; both are tested by one list. */

import shared from "../../generated/scanning.json";
import { isMisread, isSpelled, MISREAD } from "./codes";
import { wordsOf } from "./contract";

export type Read =
  | { is: "thing"; code: string; mark: string }
  | { is: "verb"; verb: string; place: string }
  | { is: "place"; place: string }
  | { is: "nothing"; why: string };

const LABEL = /^\/t\/([A-Za-z0-9-]{1,40})\/?$/;
const NO_CODE: Read = { is: "nothing", why: "This is not a code of the facility." };
// What the server takes for printable too: no control, format or separating characters but the blank.
const UNPRINTABLE = /\p{C}|(?! )\p{Z}/u;

export function read(text: string): Read {
  const plain = text.trim();
  if (!plain) return { is: "nothing", why: "Nothing was read." };
  if (plain.length > shared.most_characters || UNPRINTABLE.test(plain)) return NO_CODE;
  if (plain.toUpperCase().startsWith(shared.prefix)) return command(plain.slice(shared.prefix.length));
  if (/^https?:\/\//i.test(plain)) return label(plain);
  if (isSpelled(plain) && isMisread(plain)) return { is: "nothing", why: MISREAD };
  return { is: "thing", code: plain, mark: "" };
}

function command(text: string): Read {
  const [first = "", ...rest] = text.split(":");
  const word = first.trim();
  const place = rest.join(":").trim();
  if (word.toUpperCase() === shared.at) {
    return place ? { is: "place", place } : { is: "nothing", why: "This barcode names no place." };
  }
  if (!word) return { is: "nothing", why: "This barcode names no verb." };
  const verb = word.toLowerCase();
  if (!wordsOf(verb)) return { is: "nothing", why: `${word.toUpperCase()} is not a verb that stores know.` };
  return { is: "verb", verb, place };
}

function label(address: string): Read {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return NO_CODE;
  }
  const code = LABEL.exec(url.pathname)?.[1];
  if (!code) return { is: "nothing", why: "This code leads to a web page, not to a parcel." };
  if (isMisread(code)) return { is: "nothing", why: MISREAD };
  return { is: "thing", code, mark: decodeURIComponent(url.hash.slice(1)) };
}
