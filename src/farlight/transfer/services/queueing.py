"""The job of checksums. The worker that runs it may die: another one goes on with what is not known yet."""

from django.db import transaction
from django_tasks import task

from farlight.kernel.time import utc_now
from farlight.transfer.services.summing import sum_files


@task(queue_name="processing")
def compute_checksums(session: str, run: int) -> str:
    """Read files of a run for a while; what is left then waits behind the other jobs."""
    left = sum_files(session=session, run=run, now=utc_now())
    if left:
        compute_checksums.enqueue(session, run)
    return f"{left} files left"


def queue_checksums(*, session: str, run: int) -> None:
    """Have the files of a run read once this transaction is committed."""
    transaction.on_commit(lambda: compute_checksums.enqueue(session, run))
