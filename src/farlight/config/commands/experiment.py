"""``farlight experiment``."""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
import django

from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.experiment.plan import ExperimentPlan, names_for, refuse_unusable_source
from farlight.kernel.errors import FarlightError


@click.command()
@click.option("--input", "source", type=click.Path(path_type=Path), help="Replay these images instead of simulating.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, and nothing else there.")
@click.option("--detector", type=click.Choice(["1M", "4M", "9M", "16M"]), default="1M", help="Simulated detector.")
@click.option("--images", type=click.IntRange(min=1), help="Number of images; by default 120, or all of the input.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep all files in this folder.")
@click.option("--time-limit", "time_limit_s", default=3600.0, show_default=True, help="Give up after so many seconds.")
def command(
    *, source: Path | None, as_json: bool, detector: str, images: int | None, keep: Path | None, time_limit_s: float
) -> None:
    """One whole remote experiment without a browser: session, sample, acquisition, image analysis, processing.

    The exit status is 0 only if all of it worked.
    """
    plan = ExperimentPlan(source=source, detector=detector, images=images, time_limit_s=time_limit_s)
    signal.signal(signal.SIGTERM, _end)
    try:
        if source is not None:
            refuse_unusable_source(source)
        with _state_folder(keep):
            report = _experiment(plan, as_json=as_json)
    except ExperimentFailed as failure:
        _tell_failure(failure, as_json=as_json)
    except FarlightError as error:
        _tell_failure(ExperimentFailed("facility", error.message), as_json=as_json)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _words(report))


def _experiment(plan: ExperimentPlan, *, as_json: bool) -> dict[str, Any]:
    django.setup()
    from farlight.config.experiment.story import run_experiment  # needs Django to be set up

    shared = bool(os.environ.get("FARLIGHT_DATABASE_URL"))
    names = names_for(shared_database=shared, is_replay=plan.source is not None)
    return run_experiment(plan, names, lambda sentence: click.echo(sentence, err=as_json))


@contextmanager
def _state_folder(keep: Path | None) -> Iterator[None]:
    """Work in a folder that goes away afterwards, unless it is to be kept."""
    if keep is not None:
        os.environ["FARLIGHT_STATE_DIR"] = str(keep.absolute())
        os.environ.pop("FARLIGHT_DATA_DIR", None)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="farlight-experiment-", ignore_cleanup_errors=True) as folder:
        os.environ["FARLIGHT_STATE_DIR"] = folder
        os.environ.pop("FARLIGHT_DATA_DIR", None)
        yield


def _words(report: dict[str, Any]) -> str:
    from farlight.config.experiment.report import in_words  # needs Django to be set up

    return in_words(report)


def _tell_failure(failure: ExperimentFailed, *, as_json: bool) -> NoReturn:
    """Say which stage failed, why, and what to try; end with status 1."""
    if as_json:
        body = {"failed_stage": failure.stage, "why": failure.why, "try_next": list(failure.try_next)}
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
    click.echo(f"farlight: {failure.message}", err=True)
    for hint in failure.try_next:
        click.echo(f"  try: {hint}", err=True)
    sys.exit(1)


def _end(*_: object) -> NoReturn:
    """End in order: the processes of the experiment first."""
    sys.exit(143)
