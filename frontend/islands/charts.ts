/** All islands that draw with ECharts, in one file, so that a page loads it once. */

export { ResultChart } from "./result-charts/drawing";
export { PerImageChart } from "./per-image-plot/chart";
