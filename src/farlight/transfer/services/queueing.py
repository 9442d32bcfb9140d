"""The jobs of checksums and of Globus. A worker that runs one may die: another one goes on where it is needed."""

from django.db import transaction
from django_tasks import task

from farlight.kernel.time import utc_now
from farlight.transfer.queries import policy
from farlight.transfer.services.sharing import keep_in_step
from farlight.transfer.services.summing import sum_files


@task(queue_name="processing")
def compute_checksums(session: str, run: int) -> str:
    """Read files of a run for a while; what is left then waits behind the other jobs."""
    left = sum_files(session=session, run=run, now=utc_now())
    if left:
        compute_checksums.enqueue(session, run)
    return f"{left} files left"


@task(queue_name="default")
def step_with_globus(session: str) -> str:
    """Make what Globus has of a session what it should be."""
    return keep_in_step(session=session, now=utc_now())


def queue_globus(*, session: str) -> None:
    """Have Globus told of a session once this transaction is committed, where there is Globus."""
    if policy().globus is not None:
        transaction.on_commit(lambda: step_with_globus.enqueue(session))


def queue_checksums(*, session: str, run: int) -> None:
    """Have the files of a run read once this transaction is committed."""
    transaction.on_commit(lambda: compute_checksums.enqueue(session, run))
