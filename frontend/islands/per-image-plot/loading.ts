/** Brings the chart when somebody wants one: ECharts is large, and no page waits for it. */

import type { ResultChart } from "../result-charts/drawing";
import type { PerImageChart } from "./chart";

type ChartModule = Promise<{
  PerImageChart?: typeof PerImageChart;
  ResultChart?: typeof ResultChart;
}>;

let charts: ChartModule | null = null;

/** Where the module of the charts lies, as the page says; null where it says nothing. */
export function loadCharts(): ChartModule | null {
  const address = document.querySelector<HTMLMetaElement>('meta[name="farlight-chart"]')?.content;
  if (address) charts ??= import(/* @vite-ignore */ address) as ChartModule;
  return charts;
}

export async function wholeChart(): Promise<typeof PerImageChart | null> {
  return (await loadCharts())?.PerImageChart ?? null;
}
