"""Sealing: records get their numbers and hashes in a transaction of their own, right after the act was committed.

So no act waits for another's whole transaction, and none can lock another out. Should the process die in between, the
next act, or the worker, seals what was left.
"""

import logging
from collections.abc import Sequence
from functools import partial

from django.db import transaction

from farlight.audit.domain.chain import GENESIS, hash_of
from farlight.audit.models import Chain, Record
from farlight.audit.queries import line_of
from farlight.audit.types import ACTS_LOGGER

acts = logging.getLogger(ACTS_LOGGER)

AT_ONCE = 500


def seal() -> int:
    """Seal all records that wait for it, in the order in which they were written; return how many."""
    total = 0
    while sealed := _seal_some():
        total += sealed
    return total


@transaction.atomic
def _seal_some() -> int:
    if not Record.objects.filter(number=None).exists():
        return 0
    Chain.objects.bulk_create([Chain(pk=1, hash=GENESIS)], ignore_conflicts=True)
    chain = Chain.objects.select_for_update().get(pk=1)
    rows = list(Record.objects.filter(number=None).order_by("pk")[:AT_ONCE])
    for row in rows:
        row.number = chain.number + 1
        row.hash = hash_of(
            previous=chain.hash,
            number=row.number,
            at=row.at,
            kind=row.kind,
            session_code=row.session_code,
            digest=row.digest,
        )
        chain.number, chain.hash = row.number, row.hash
        Record.objects.filter(pk=row.pk, number=None).update(number=row.number, hash=row.hash)
    chain.save(update_fields=["number", "hash"])
    transaction.on_commit(partial(_send_away, rows))
    return len(rows)


def _send_away(rows: Sequence[Record]) -> None:
    """Give sealed records to the site's log store, where it has one; what is lost on the way shows by its number."""
    if acts.handlers:
        for row in rows:
            acts.info("%s", line_of(row))
