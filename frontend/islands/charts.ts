/** All islands that draw with ECharts, in one file, so that a page loads it once. */

import "./per-image-plot/index";
import "./result-charts/index";
