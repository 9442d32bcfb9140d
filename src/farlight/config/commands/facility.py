"""``farlight facility``."""

from pathlib import Path

import click
import django

from farlight.config.facility.reading import FacilityFile, read_facility

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """The facility file: check it, load it."""


@command.command()
@FILE
def check(file: Path) -> None:
    """Check FILE alone: everything that is wrong, with line and key. Touches no database."""
    click.echo(f"{file}: {contents_of(read_facility(file))}. Nothing is wrong with it.")


@command.command()
@FILE
def load(file: Path) -> None:
    """Make the facility what FILE says: wholly, or not at all. A second time changes nothing."""
    read = read_facility(file)
    django.setup()
    from farlight.config.facility.loading import load_facility  # needs Django to be set up
    from farlight.kernel.time import utc_now

    load_facility(read, now=utc_now())
    click.echo(f"{file}: {contents_of(read)}. The facility is as the file says.")


def contents_of(file: FacilityFile) -> str:
    """Say what a file describes, in one line."""
    facility = file.facility
    counts = {
        "institutes": len(facility.institute),
        "people": len(facility.person),
        "beamlines": len(facility.beamline),
        "proposals": len(facility.proposal),
        "samples": sum(len(proposal.sample) for proposal in facility.proposal),
        "sessions": len(facility.session),
    }
    return f"{facility.facility.name} with " + ", ".join(f"{count} {name}" for name, count in counts.items())
