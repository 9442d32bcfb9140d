/** Draws a series with ECharts, with only the modules that it needs. */

import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { looks, type QuantityLook } from "./looks";
import { RangePicker, type ImageRange } from "./range";
import type { GrowingSeries, Quantity } from "./series";

use([LineChart, ScatterChart, GridComponent, MarkAreaComponent, TooltipComponent, CanvasRenderer]);

function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}

export class PerImageChart {
  private readonly chart: ECharts;

  constructor(
    private readonly place: HTMLElement,
    onImage: (image: number) => void,
    onRange: (range: ImageRange) => void,
  ) {
    this.chart = init(place, null, { renderer: "canvas" });
    new RangePicker(this.chart, onImage, onRange);
  }

  draw(series: GrowingSeries, shown: readonly Quantity[], images: number, range: ImageRange | null): void {
    const style = getComputedStyle(this.place);
    const isDark = document.documentElement.dataset.bsTheme === "dark";
    const ink = style.color;
    const line = isDark ? "#2a3645" : "#d8dee6";
    const all = looks(isDark);
    this.chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily: style.fontFamily, color: ink },
        grid: { left: 44, right: shown.length > 1 ? 48 : 14, top: 10, bottom: 24 },
        tooltip: tooltip(all, shown, isDark),
        xAxis: {
          type: "value",
          min: 1,
          max: Math.max(images, series.all.at(-1)?.image ?? 1, 2),
          axisLabel: { color: ink, fontSize: 11, hideOverlap: true, showMaxLabel: true },
          axisLine: { lineStyle: { color: line } },
          splitLine: { show: false },
          minInterval: 1,
        },
        yAxis: axes(all, shown, line),
        series: shown.map((quantity, index) => ({
          id: quantity,
          name: all[quantity].word,
          type: all[quantity].isDots ? "scatter" : "line",
          yAxisIndex: Math.min(index, 1),
          data: series.points(quantity),
          color: all[quantity].colour,
          symbolSize: all[quantity].isDots ? (series.length > 600 ? 2.5 : 4) : 4,
          showSymbol: series.length < 3,
          lineStyle: { width: 1.5 },
          sampling: "lttb",
          silent: true,
          ...(index === 0 ? { markArea: area(range, isDark) } : {}),
        })),
      },
      { replaceMerge: ["series", "yAxis"] },
    );
  }

  resize(): void {
    this.chart.resize();
  }

  dispose(): void {
    this.chart.dispose();
  }
}

/** The chosen range as a shaded part of the plot; nothing when none is chosen. */
function area(range: ImageRange | null, isDark: boolean): Record<string, unknown> {
  const data = range ? [[{ xAxis: range.first }, { xAxis: range.last }]] : [];
  return { silent: true, itemStyle: { color: isDark ? "#6cb0ff33" : "#0a58ca1f" }, data };
}

function axes(
  all: Readonly<Record<Quantity, QuantityLook>>,
  shown: readonly Quantity[],
  line: string,
): unknown[] {
  return shown.slice(0, 2).map((quantity, index) => ({
    type: "value",
    position: index === 0 ? "left" : "right",
    inverse: all[quantity].isInverse,
    scale: quantity !== "spots",
    splitNumber: 3,
    axisLabel: { color: all[quantity].colour, fontSize: 11, formatter: short, hideOverlap: true },
    splitLine: { show: index === 0, lineStyle: { color: line } },
  }));
}

interface TipPoint {
  seriesId?: string;
  value: [number, number | null];
}

function tooltip(
  all: Readonly<Record<Quantity, QuantityLook>>,
  shown: readonly Quantity[],
  isDark: boolean,
): Record<string, unknown> {
  return {
    trigger: "axis",
    renderMode: "richText",
    confine: true,
    axisPointer: { type: "line", lineStyle: { color: isDark ? "#9fadbc" : "#526070" } },
    backgroundColor: isDark ? "#1b2531" : "#ffffff",
    borderColor: isDark ? "#2a3645" : "#d8dee6",
    textStyle: { color: isDark ? "#e6ecf3" : "#16202c", fontSize: 12 },
    formatter: (points: TipPoint[]) => {
      const lines = points.map((point) => {
        const quantity = shown.find((name) => name === point.seriesId) ?? "spots";
        const { word, unit, decimals } = all[quantity];
        const value = point.value[1];
        return `${word} ${value === null ? "–" : value.toFixed(decimals)} ${unit}`.trim();
      });
      return [`Image ${points[0]?.value[0] ?? ""}`, ...lines].join("\n");
    },
  };
}
