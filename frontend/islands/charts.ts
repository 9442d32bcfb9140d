/** All islands that draw with ECharts, in one file, so that a page loads it once. */

import "./result-charts/index";
export { PerImageChart } from "./per-image-plot/chart";
