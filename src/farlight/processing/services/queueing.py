"""The job of a processing. The worker that runs it may die: another one runs it again, and nothing is doubled."""

from django_tasks import task


@task(queue_name="processing")
def run_processing(processing_id: int) -> str:
    """Carry a processing out; return the state it is in then."""
    from farlight.processing.services.running import carry_out  # reads image files; only jobs need what it brings

    return carry_out(processing_id).value
