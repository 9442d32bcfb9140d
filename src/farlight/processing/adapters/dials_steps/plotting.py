"""The numbers behind the plots: DIALS writes them, the ones that are drawn are kept, and the rest is thrown away."""

import json
from pathlib import Path
from typing import Any

from farlight.processing.adapters.charts import keep_charts
from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.domain.beam import beam_centres
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.drawing import Sources, drawn
from farlight.processing.domain.report_numbers import image_scale_of
from farlight.processing.types import Stage

REPORT_NUMBERS = "report_numbers.json"
_DAMAGE_NUMBERS = "damage_numbers.json"
_STRONG_PART = 1.5
"""Damage is looked for in reflections to so many times the limit: beyond, differences are noise."""


def draw_charts(bench: Bench, state: ChainState) -> None:
    """Write the plots' numbers into the folder, from the report's numbers and an analysis of the radiation damage.

    What DIALS could not tell is left out; the result stands without it.
    """
    if state.overall is not None:
        arguments = [state.experiments, state.reflections, "output.html=None", f"output.json={_DAMAGE_NUMBERS}"]
        if state.resolution_angstrom is not None:
            arguments.append(f"d_min={_STRONG_PART * state.resolution_angstrom:.2f}")
        bench.run(Stage.REPORT, "damage_analysis", arguments, variant="damage")
    refined = bench.experiments(state.experiments)
    sources = Sources(
        report=_numbers(bench.folder / REPORT_NUMBERS),
        damage=_numbers(bench.folder / _DAMAGE_NUMBERS),
        scale=image_scale_of(refined),
        first_image=bench.options.first_image or 1,
        images=state.images,
        beam=beam_centres(bench.experiments("imported.expt"), refined),
    )
    keep_charts(bench.folder, drawn(sources))
    for name in (REPORT_NUMBERS, _DAMAGE_NUMBERS):
        (bench.folder / name).unlink(missing_ok=True)


def _numbers(path: Path) -> dict[str, Any]:
    """A JSON object of DIALS; empty when it was not written, or not to its end."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
