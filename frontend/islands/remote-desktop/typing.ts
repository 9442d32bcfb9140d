/** Texts as keys, as X names them: Latin letters are their own numbers, all others stand behind a mark. */

const RETURN = 0xff0d;
const TAB = 0xff09;
const UNICODE = 0x01000000;
const LAST_LATIN = 0xff;

export function keysymsOf(text: string): number[] {
  return Array.from(text.replaceAll("\r\n", "\n")).map((letter) => {
    if (letter === "\n") return RETURN;
    if (letter === "\t") return TAB;
    const point = letter.codePointAt(0) ?? 0;
    return point <= LAST_LATIN ? point : UNICODE | point;
  });
}
