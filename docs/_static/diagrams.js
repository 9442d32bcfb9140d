// Draws the diagrams of a page, and draws them anew when the reader turns the light on or off.
(() => {
  const places = [...document.querySelectorAll("pre.fl-diagram")].map((place) => ({ place, text: place.textContent }));
  const night = matchMedia("(prefers-color-scheme: dark)");
  let drawn = "";

  const theme = () => {
    const chosen = document.body.dataset.theme;
    const dark = chosen === "dark" || (chosen !== "light" && night.matches);
    return dark ? "dark" : "neutral";
  };

  async function draw() {
    if (drawn === theme()) return;
    drawn = theme();
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: drawn });
    for (const [number, { place, text }] of places.entries()) {
      const { svg } = await mermaid.render(`diagram-${number}`, text);
      place.innerHTML = svg;
      place.dataset.drawn = "";
    }
  }

  new MutationObserver(draw).observe(document.body, { attributeFilter: ["data-theme"] });
  night.addEventListener("change", draw);
  draw();
})();
