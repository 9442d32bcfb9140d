/** Colours of what is drawn over a picture: light on a dark one, deep on an inverted one; shapes differ too. */

export interface Inks {
  ring: string;
  ice: string;
  spot: string;
  indexed: string;
  predicted: string;
  beam: string;
  panel: string;
  measure: string;
  halo: string;
}

const ON_DARK: Inks = {
  ring: "#4da6ff",
  ice: "#5fe0e6",
  spot: "#ff5fb0",
  indexed: "#5fe08a",
  predicted: "#ffb547",
  beam: "#ffb000",
  panel: "#7f92a8",
  measure: "#ffe14d",
  halo: "rgba(4, 10, 18, 0.85)",
};
const ON_LIGHT: Inks = {
  ring: "#0a58ca",
  ice: "#00707a",
  spot: "#b0166b",
  indexed: "#00703a",
  predicted: "#9a5200",
  beam: "#8a4b00",
  panel: "#526070",
  measure: "#7a2ea0",
  halo: "rgba(255, 255, 255, 0.85)",
};

export function inks(isInverted: boolean): Inks {
  return isInverted ? ON_LIGHT : ON_DARK;
}
