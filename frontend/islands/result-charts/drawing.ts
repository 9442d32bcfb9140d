/** Draws a plot of a result with ECharts. */

import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { colourOf } from "./colours";
import { points, reading, tickText, valueAt, type Chart, type Line } from "./charts";

use([
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

const MOST_DOTS = 600;

interface Inks {
  isDark: boolean;
  ink: string;
  rule: string;
  font: string;
}

export class ResultChart {
  private readonly chart: ECharts;

  constructor(
    private readonly place: HTMLElement,
    private shown: Chart,
    onAlong: (value: number) => void,
  ) {
    this.chart = init(place, null, { renderer: "canvas" });
    this.chart.getZr().on("click", (event: { offsetX: number; offsetY: number }) => {
      const at = [event.offsetX, event.offsetY];
      if (!this.chart.containPixel({ gridIndex: 0 }, at)) return;
      onAlong(valueAt(this.shown.along, Number(this.chart.convertFromPixel({ gridIndex: 0 }, at)[0])));
    });
  }

  draw(): void {
    const style = getComputedStyle(this.place);
    const isDark = document.documentElement.dataset.bsTheme === "dark";
    const inks = { isDark, ink: style.color, rule: isDark ? "#2a3645" : "#d8dee6", font: style.fontFamily };
    const { along, lines } = this.shown;
    this.chart.setOption({
      animation: false,
      textStyle: { fontFamily: inks.font, color: inks.ink },
      grid: { left: 46, right: lines.some((line) => line.is_right) ? 46 : 14, top: 30, bottom: 26 },
      legend: legend(inks),
      tooltip: tooltip(this.shown, inks),
      xAxis: {
        type: "value",
        min: "dataMin",
        max: "dataMax",
        splitNumber: 5,
        axisLabel: {
          color: inks.ink,
          fontSize: 11,
          hideOverlap: true,
          showMinLabel: true,
          showMaxLabel: true,
          alignMinLabel: "left",
          alignMaxLabel: "right",
          formatter: (at: number) => tickText(along, at),
        },
        axisLine: { lineStyle: { color: inks.rule } },
        splitLine: { show: false },
      },
      yAxis: axes(this.shown, inks),
      series: lines.map((line, index) => serie(this.shown, line, index, inks)),
    });
  }

  /** Show other numbers of the same plot. */
  renew(shown: Chart): void {
    this.shown = shown;
    this.draw();
  }

  resize(): void {
    this.chart.resize();
  }

  dispose(): void {
    this.chart.dispose();
  }
}

function legend(inks: Inks): Record<string, unknown> {
  return {
    top: 0,
    left: 0,
    itemWidth: 18,
    itemHeight: 8,
    itemGap: 14,
    textStyle: { color: inks.ink, fontSize: 12 },
  };
}

function axes(chart: Chart, inks: Inks): unknown[] {
  const sides = chart.lines.some((line) => line.is_right) ? [false, true] : [false];
  return sides.map((isRight) => ({
    type: chart.is_log && !isRight ? "log" : "value",
    position: isRight ? "right" : "left",
    scale: true,
    splitNumber: 4,
    axisLabel: {
      color: isRight ? colourOf(chart.lines.findIndex((line) => line.is_right)) : inks.ink,
      fontSize: 11,
      hideOverlap: true,
    },
    splitLine: { show: !isRight, lineStyle: { color: inks.rule } },
  }));
}

function serie(chart: Chart, line: Line, index: number, inks: Inks): Record<string, unknown> {
  const isDots = line.look === "dots";
  return {
    name: line.unit ? `${line.word} (${line.unit})` : line.word,
    type: isDots ? "scatter" : "line",
    yAxisIndex: line.is_right ? 1 : 0,
    data: points(chart, line),
    color: colourOf(index),
    symbol: isDots ? "circle" : "none",
    symbolSize: line.values.length > MOST_DOTS ? 2.5 : 5,
    lineStyle: { width: 1.75, type: line.look === "dashes" ? "dashed" : "solid" },
    ...(isDots ? {} : { sampling: "lttb" }),
    ...(index === 0 ? marks(chart, inks) : {}),
    silent: true,
  };
}

/** Lines across the plot where something was found; every second word lower, so that neighbours can be read. */
function marks(chart: Chart, inks: Inks): Record<string, unknown> {
  if (!chart.marks?.length) return {};
  const inOrder = [...chart.marks].sort((a, b) => a.at - b.at);
  return {
    markLine: {
      symbol: "none",
      silent: true,
      animation: false,
      lineStyle: { color: inks.ink, type: "dotted", width: 1, opacity: 0.7 },
      data: inOrder.map((mark, number) => ({
        xAxis: mark.at,
        label: {
          formatter: mark.word,
          color: inks.ink,
          fontSize: 11,
          position: "insideEndTop",
          rotate: 0,
          ...(inOrder.length === 2
            ? { align: number ? "left" : "right", offset: [number ? 4 : -4, 10] }
            : { align: "center", offset: [0, number % 2 ? 24 : 10] }),
        },
      })),
    },
  };
}

function tooltip(chart: Chart, inks: Inks): Record<string, unknown> {
  return {
    trigger: "axis",
    renderMode: "richText",
    confine: true,
    axisPointer: { type: "line", lineStyle: { color: inks.isDark ? "#9fadbc" : "#526070" } },
    backgroundColor: inks.isDark ? "#1b2531" : "#ffffff",
    borderColor: inks.rule,
    textStyle: { color: inks.isDark ? "#e6ecf3" : "#16202c", fontSize: 12 },
    formatter: (at: { dataIndex: number }[]) => reading(chart, at[0]?.dataIndex ?? 0).join("\n"),
  };
}
