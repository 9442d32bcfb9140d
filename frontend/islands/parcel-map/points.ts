/** What is drawn on the map: how many parcels came from each country. */

export interface MapPoint {
  /** ISO 3166-1 numeric, three digits, as the shapes of countries have it. */
  number: string;
  name: string;
  parcels: number;
}

export interface Band {
  min: number;
  max?: number;
  label: string;
}

const STEPS = [1, 5, 20, 50, 100, 500, 1000] as const;

/** Bands of the colours, in round numbers, no more than the largest needs. */
export function bands(points: readonly MapPoint[]): Band[] {
  const most = Math.max(0, ...points.map((point) => point.parcels));
  return STEPS.flatMap((min, index) => {
    const next = STEPS[index + 1];
    if (min > most) return [];
    if (next === undefined) return [{ min, label: `${min} and more` }];
    return [{ min, max: next - 1, label: `${min} to ${next - 1}` }];
  });
}

/** The points that a page carries in a JSON script element; none where it carries nothing readable. */
export function pointsIn(root: ParentNode): MapPoint[] {
  const text = root.querySelector("#map-points")?.textContent ?? "[]";
  const read: unknown = JSON.parse(text);
  return Array.isArray(read) ? read.filter(isPoint) : [];
}

function isPoint(value: unknown): value is MapPoint {
  const point = value as Partial<MapPoint> | null;
  return (
    typeof point?.number === "string" && typeof point.name === "string" && typeof point.parcels === "number"
  );
}
