/** How each quantity is called, coloured and written. */

import type { Quantity } from "./series";

export interface QuantityLook {
  word: string;
  unit: string;
  colour: string;
  isDots: boolean;
  isInverse: boolean;
  decimals: number;
}

/** Blue, orange, green and purple of Okabe and Ito's palette, darkened or lightened to 3:1 on either ground. */
export function looks(isDark: boolean): Readonly<Record<Quantity, QuantityLook>> {
  const colour = (light: string, dark: string): string => (isDark ? dark : light);
  return {
    spots: look("Spots", "", colour("#0a66b5", "#6cb6ff"), true, false, 0),
    resolution_angstrom: look("Resolution", "Å", colour("#b34700", "#f5a65b"), false, true, 2),
    total_intensity: look("Intensity", "", colour("#00785a", "#4fd1a5"), false, false, 0),
    ice_score: look("Ice", "", colour("#8a3f86", "#e3a0de"), false, false, 2),
  };
}

function look(
  word: string,
  unit: string,
  colour: string,
  isDots: boolean,
  isInverse: boolean,
  decimals: number,
): QuantityLook {
  return { word, unit, colour, isDots, isInverse, decimals };
}
