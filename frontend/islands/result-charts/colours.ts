/** The colours of the lines of a plot, for the ground that the page has now. */

/** Blue, orange and green of Okabe and Ito's palette, darkened or lightened to 3:1 on either ground. */
const COLOURS: readonly { light: string; dark: string }[] = [
  { light: "#0a66b5", dark: "#6cb6ff" },
  { light: "#b34700", dark: "#f5a65b" },
  { light: "#00785a", dark: "#4fd1a5" },
];

export function colourOf(index: number): string {
  const pair = COLOURS[index % COLOURS.length];
  const isDark = document.documentElement.dataset.bsTheme === "dark";
  return (isDark ? pair?.dark : pair?.light) ?? "currentColor";
}
