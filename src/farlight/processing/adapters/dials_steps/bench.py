"""What every step works with."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from farlight.processing.adapters.programs import Outcome, Programs
from farlight.processing.domain.experiments import parse_experiments
from farlight.processing.domain.explanations import explained
from farlight.processing.domain.files import log_name
from farlight.processing.domain.symmetry import plain_symbol
from farlight.processing.errors import StepFailed
from farlight.processing.types import ProcessingOptions, Speed, Stage

CONVENTIONAL = "best_monoclinic_beta=False"
"""Centred monoclinic cells in the setting C of the International Tables, not in I with an angle nearer to 90°."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """The folder of a chain, its options, and the programs."""

    folder: Path
    source: Path
    """The images: a master, a folder, one of the images, or a template with ``#``."""
    options: ProcessingOptions
    programs: Programs
    processors: int
    on_progress: Callable[[Stage, float], None]

    @property
    def is_fast(self) -> bool:
        """Whether time is short."""
        return self.options.speed is Speed.FAST

    def run(
        self,
        stage: Stage,
        program: str,
        arguments: Sequence[str],
        *,
        variant: str = "",
        on_line: Callable[[str], None] | None = None,
    ) -> Outcome:
        """Run a program of DIALS with its log named after the stage."""
        log = log_name(stage, variant)
        return self.programs.run(f"dials.{program}", arguments, log=log, on_line=on_line)

    def run_or_fail(
        self,
        stage: Stage,
        program: str,
        arguments: Sequence[str],
        *,
        variant: str = "",
        on_line: Callable[[str], None] | None = None,
    ) -> Outcome:
        """Run a program; when it fails, say why in a scientist's words.

        Raises
        ------
        StepFailed
            When it fails.
        """
        outcome = self.run(stage, program, arguments, variant=variant, on_line=on_line)
        if not outcome.succeeded:
            self.fail(stage, outcome)
        return outcome

    def fail(self, stage: Stage, outcome: Outcome) -> NoReturn:
        """Stop, saying why in a scientist's words."""
        failure = explained(stage, outcome.text)
        raise StepFailed(failure.step, failure.why, failure.try_next)

    def known_symmetry(self) -> list[str]:
        """What DIALS is told when the cell is known beforehand; a space group alone misleads indexing."""
        cell, group = self.options.unit_cell, self.options.space_group
        if cell is None or not group:
            return []
        lengths = ",".join(f"{value:g}" for value in cell)
        return [f"known_symmetry.unit_cell={lengths}", f"known_symmetry.space_group={plain_symbol(group)}"]

    def experiments(self, name: str) -> dict[str, Any]:
        """Read an experiment file of the folder."""
        return parse_experiments((self.folder / name).read_text())

    def write_experiments(self, name: str, experiments: dict[str, Any]) -> None:
        """Write an experiment file into the folder."""
        (self.folder / name).write_text(json.dumps(experiments))
