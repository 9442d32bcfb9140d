"""Putting the analysis of a run into its queue."""

from django_tasks import task

from farlight.runs.domain.layouts import layout_from
from farlight.runs.models import Run
from farlight.runs.types import AnalysisState
from farlight.science.scans import Exposures


@task(queue_name="analysis")
def analyse_run(run_id: int) -> str:
    """Look at a run's images while they come; running it again goes on where it was.

    When it gave way to a run that is being collected, it queues up behind it.
    """
    from farlight.runs.services.analysis import follow_run  # reads image files; only jobs need what it brings

    left = follow_run(run_id)
    if left is AnalysisState.WAITING:
        analyse_run.enqueue(run_id)
    if left is AnalysisState.DONE:
        if _is_of_powder(run_id):
            average_run.enqueue(run_id)
        pack_run.enqueue(run_id)
    return left.value


def _is_of_powder(run_id: int) -> bool:
    return isinstance(layout_from(Run.objects.values_list("layout", flat=True).get(pk=run_id)), Exposures)


@task(queue_name="analysis")
def average_run(run_id: int) -> str:
    """Average a powder's images about the beam; running it again does it anew.

    When it gave way to a run that is being collected, it queues up behind it.
    """
    from farlight.runs.services.averaging import average_images  # reads image files, as above

    is_done = average_images(run_id)
    if not is_done:
        average_run.enqueue(run_id)
    return "done" if is_done else "waiting"


@task(queue_name="analysis")
def examine_run(run_id: int) -> str:
    """Find out what the points of a scan say; running it again does it anew."""
    from farlight.runs.services.examining import examine_scan  # reads the file of the scan

    examine_scan(run_id)
    return "done"


@task(queue_name="analysis")
def pack_run(run_id: int) -> str:
    """Make a run's overviews beforehand; running it again goes on where it was.

    When it gave way to a run that is being collected, it queues up behind it.
    """
    from farlight.runs.services.overviews import pack_overviews  # reads image files, as above

    is_done = pack_overviews(run_id)
    if not is_done:
        pack_run.enqueue(run_id)
    return "done" if is_done else "waiting"


def queue_analysis(run: Run) -> None:
    """Queue the analysis of a run that has just begun."""
    analyse_run.enqueue(run.pk)


def queue_examination(run: Run) -> None:
    """Queue the examination of a scan that is over."""
    examine_run.enqueue(run.pk)


def wake_analysis(run: Run) -> None:
    """Queue the analysis again when it was laid down for want of images."""
    woken = Run.objects.filter(pk=run.pk, analysis=AnalysisState.IDLE.value)
    if woken.update(analysis=AnalysisState.WAITING.value):
        analyse_run.enqueue(run.pk)
