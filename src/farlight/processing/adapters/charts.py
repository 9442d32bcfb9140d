"""The file of a result's plots: written once by the chain, read by pages."""

import dataclasses
import json
from pathlib import Path

from farlight.processing.domain.charts import ResultCharts, charts_from
from farlight.processing.domain.files import CHARTS_NAME


def keep_charts(folder: Path, charts: ResultCharts) -> None:
    """Write the plots so that they are there whole or not at all."""
    draft = folder / f"{CHARTS_NAME}.new"
    draft.write_text(json.dumps(dataclasses.asdict(charts)), encoding="utf-8")
    draft.replace(folder / CHARTS_NAME)


def kept_charts(folder: Path) -> ResultCharts:
    """Return the plots that a chain left in its folder; empty ones when it left none."""
    path = folder / CHARTS_NAME
    return charts_from(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else ResultCharts()
