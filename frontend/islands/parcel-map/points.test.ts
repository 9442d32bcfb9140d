import { describe, expect, it } from "vitest";
import { bands, pointsIn } from "./points";

const point = (parcels: number) => ({ number: "250", name: "France", parcels });

describe("bands", () => {
  it("are round and end at what is needed", () => {
    expect(bands([point(3), point(30)])).toEqual([
      { min: 1, max: 4, label: "1 to 4" },
      { min: 5, max: 19, label: "5 to 19" },
      { min: 20, max: 49, label: "20 to 49" },
    ]);
  });

  it("are none without parcels", () => {
    expect(bands([])).toEqual([]);
    expect(bands([point(1)])).toEqual([{ min: 1, max: 4, label: "1 to 4" }]);
    expect(bands([point(5000)]).at(-1)).toEqual({ min: 1000, label: "1000 and more" });
  });
});

describe("points", () => {
  it("are read from the page, and what is none is left out", () => {
    document.body.innerHTML = `<script id="map-points" type="application/json">[{"number":"250","name":"France","parcels":2},{"number":1}]</script>`;
    expect(pointsIn(document)).toEqual([{ number: "250", name: "France", parcels: 2 }]);
  });

  it("are none where the page has none", () => {
    document.body.innerHTML = "";
    expect(pointsIn(document)).toEqual([]);
  });
});
