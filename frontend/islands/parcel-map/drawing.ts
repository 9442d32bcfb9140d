/** Draws countries by how many parcels came from them, with ECharts. Shapes: Natural Earth, by way of world-atlas. */

import { geoEqualEarth } from "d3-geo";
import { MapChart } from "echarts/charts";
import { TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";
import { bands, type MapPoint } from "./points";

use([MapChart, TooltipComponent, VisualMapComponent, CanvasRenderer]);

const MAP = "countries";
const equalEarth = geoEqualEarth();
/** One hue, darker for more (lighter on dark ground): read by lightness alone, so by everybody. */
const SHADES = {
  light: ["#cfe3f5", "#9cc6ea", "#63a3d8", "#2f7fc2", "#0a5fa5", "#08477d", "#052f54"],
  dark: ["#16324d", "#1f4c74", "#2b6a9e", "#4289c4", "#6aa9dd", "#9ac8ee", "#cfe6fa"],
} as const;

interface Topologies extends Topology {
  objects: { countries: GeometryCollection<{ name: string }> };
}

/** Countries as GeoJSON whose names are their numbers, so that points find them. */
function countries(): object {
  const world = atlas as unknown as Topologies;
  const shapes = feature(world, world.objects.countries);
  // Without Antarctica, from where no parcel comes and which takes a third of the picture.
  const features = shapes.features.filter((one) => one.id !== "010");
  return {
    ...shapes,
    features: features.map((one) => ({ ...one, properties: { name: String(one.id) } })),
  };
}

export class ParcelMap {
  private readonly chart: ECharts;

  constructor(
    private readonly place: HTMLElement,
    private readonly points: readonly MapPoint[],
  ) {
    registerMap(MAP, countries() as Parameters<typeof registerMap>[1]);
    this.chart = init(place, null, { renderer: "canvas" });
  }

  draw(): void {
    const isDark = document.documentElement.dataset.bsTheme === "dark";
    const style = getComputedStyle(this.place);
    const names = new Map(this.points.map((point) => [point.number, point]));
    const steps = bands(this.points);
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: style.fontFamily, color: style.color },
      tooltip: {
        renderMode: "richText",
        backgroundColor: isDark ? "#1b2531" : "#ffffff",
        borderColor: isDark ? "#2a3645" : "#d8dee6",
        textStyle: { color: isDark ? "#e6ecf3" : "#16202c", fontSize: 12 },
        formatter: ({ name }: { name: string }) => told(names.get(name)),
      },
      visualMap: {
        type: "piecewise",
        pieces: steps,
        inRange: { color: SHADES[isDark ? "dark" : "light"].slice(0, Math.max(1, steps.length)) },
        left: 8,
        bottom: 8,
        itemSymbol: "rect",
        textStyle: { color: style.color, fontSize: 12 },
      },
      series: [
        {
          type: "map",
          map: MAP,
          roam: false,
          // Equal areas, and shapes that are cut where the map ends and not drawn across it.
          projection: {
            project: (point: [number, number]) => equalEarth(point) ?? [0, 0],
            unproject: (point: [number, number]) => equalEarth.invert?.(point) ?? [0, 0],
            stream: equalEarth.stream.bind(equalEarth),
          },
          top: 8,
          bottom: 8,
          selectedMode: false,
          label: { show: false },
          itemStyle: {
            areaColor: isDark ? "#131c26" : "#eef1f5",
            borderColor: isDark ? "#2f3c4b" : "#c3ccd6",
            borderWidth: 0.5,
          },
          emphasis: { label: { show: false }, itemStyle: { areaColor: isDark ? "#f5a65b" : "#e8833a" } },
          data: this.points.map((point) => ({ name: point.number, value: point.parcels })),
        },
      ],
    });
  }

  resize(): void {
    this.chart.resize();
  }

  dispose(): void {
    this.chart.dispose();
  }
}

function told(point: MapPoint | undefined): string {
  return point ? `${point.name}\n${point.parcels} parcel${point.parcels === 1 ? "" : "s"}` : "";
}
