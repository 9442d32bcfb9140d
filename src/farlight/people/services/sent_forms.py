"""Doing what a form asks for once, however often it is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse

from farlight.kernel.errors import FarlightError
from farlight.people.models import SentForm

KEPT = timedelta(days=1)


class SentBefore(Exception):  # noqa: N818 - what happened, not a fault
    """The form was sent before, and what it asks for is done.

    Parameters
    ----------
    leads_to : str
        The path that the answer led on to; empty when it was a page.
    """

    def __init__(self, leads_to: str) -> None:
        super().__init__(leads_to)
        self.leads_to = leads_to


def answered_once(digest: str, answer: Callable[[], HttpResponse], *, now: datetime) -> HttpResponse:
    """Do what a form asks for, and keep that it is done: both in one transaction.

    Whoever sends the same meanwhile waits for that. What is refused is not kept, so that it can be sent again.

    Raises
    ------
    SentBefore
        When it was done before.
    """
    refusal: FarlightError | None = None
    with transaction.atomic():
        row, is_first = SentForm.objects.get_or_create(digest=digest, defaults={"sent_at": now})
        if not is_first:
            raise SentBefore(row.leads_to)
        try:
            response = answer()
        except FarlightError as error:  # what was written down of the refusal stays
            refusal = error
        if refusal is not None or response.status_code >= HTTPStatus.BAD_REQUEST:
            row.delete()
        else:
            row.leads_to = response.headers.get("Location", "")
            row.save(update_fields=["leads_to"])
    if refusal is not None:
        raise refusal
    return response


def forget_sent_forms(*, now: datetime) -> int:
    """Forget forms that were sent more than a day ago; return how many."""
    return SentForm.objects.filter(sent_at__lte=now - KEPT).delete()[0]
