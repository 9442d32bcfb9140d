"""Putting the analysis of a run into its queue."""

from django_tasks import task

from farlight.runs.models import Run
from farlight.runs.types import AnalysisState


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
        pack_run.enqueue(run_id)
    return left.value


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


def wake_analysis(run: Run) -> None:
    """Queue the analysis again when it was laid down for want of images."""
    woken = Run.objects.filter(pk=run.pk, analysis=AnalysisState.IDLE.value)
    if woken.update(analysis=AnalysisState.WAITING.value):
        analyse_run.enqueue(run.pk)
