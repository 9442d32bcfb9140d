"""``farlight audit``."""

import re

import click
import django

from farlight.kernel.errors import Conflict, Invalid, Objection

NOTED = re.compile(r"(\d{1,18}):([0-9a-f]{64})\Z")


@click.group()
def command() -> None:
    """The record of acts: verify its chain, export it."""


@command.command()
@click.option(
    "--noted", multiple=True, metavar="NUMBER:HASH", help="What an earlier run printed; several times if wanted."
)
def verify(noted: tuple[str, ...]) -> None:
    """Look along the whole chain of records; exit status 1 when anything was changed or removed.

    Note the printed NUMBER:HASH where whoever keeps the database cannot reach it, and give it next time.
    """
    django.setup()
    from farlight.audit.public import seal, verify_chain  # needs Django to be set up

    seal()
    report = verify_chain(noted=_read(noted))
    for number, fault in report.faults:
        click.echo(f"{number}: {fault.label}.")
    click.echo(f"{report.records} records, {report.erased} of them without their personal part.")
    click.echo(f"{report.number}:{report.hash}")
    if not report.holds:
        raise Conflict("The chain is broken.")


@command.command()
@click.option("--after", default=0, show_default=True, help="Only records after this number.")
def export(after: int) -> None:
    """Write all sealed records to standard output, a JSON object a line, oldest first."""
    django.setup()
    from farlight.audit.public import exported, record, seal  # needs Django to be set up
    from farlight.audit.types import AuditKind
    from farlight.kernel.time import utc_now

    record(kind=AuditKind.RECORDS_EXPORTED, by="", address="farlight audit", details={"after": after}, now=utc_now())
    seal()
    for line in exported(after=after):
        click.echo(line, nl=False)


def _read(noted: tuple[str, ...]) -> dict[int, str]:
    found = {text: NOTED.match(text) for text in noted}
    wrong = [text for text, match in found.items() if match is None]
    if wrong:
        mend = "It is a number, a colon, and 64 digits, as verify printed them."
        raise Invalid([Objection(message=f"{text!r} is no place of the chain.", mend=mend) for text in wrong])
    return {int(match[1]): match[2] for match in found.values() if match}
