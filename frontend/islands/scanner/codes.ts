/** The check character of parcels' codes (ISO 7064 MOD 37,36): a mistyped one is found without asking anybody. */

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const WHOLE = /^[0-9a-z]{12}$/;
const SPELLED = /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/i;

export const MISREAD =
  "A character of this code is wrong. Scan it again, or compare it with the label letter by letter.";

export function checkCharacter(text: string): string {
  let rest = 36;
  for (const character of text) {
    rest = (rest + DIGITS.indexOf(character)) % 36 || 36;
    rest = (rest * 2) % 37;
  }
  return DIGITS[(37 - rest) % 36] ?? "";
}

/** Whether a text is as long as a parcel's code, and yet none: other things may be called so. */
export function isMisread(text: string): boolean {
  const code = text.trim().toLowerCase().replace(/[ -]/g, "");
  return WHOLE.test(code) && checkCharacter(code.slice(0, -1)) !== code.slice(-1);
}

/** Whether a text is written as only parcels' codes are, in three groups of four. */
export function isSpelled(text: string): boolean {
  return SPELLED.test(text.trim());
}
