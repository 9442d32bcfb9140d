/** Guacamole's instructions as text: each element with its length in letters before it. */

export function written(...elements: (string | number)[]): string {
  const parts = elements.map(String).map((element) => `${Array.from(element).length}.${element}`);
  return `${parts.join(",")};`;
}
