"""``farlight recordings``."""

import sys

import click
import django


@click.group()
def command() -> None:
    """Recorded shells: whether they are what was recorded."""
    django.setup()


@command.command("verify")
def verify() -> None:
    """Compare every recording, line by line, with its seal and with the record of acts; 1 when something is wrong."""
    from farlight.recordings.public import verified  # needs Django to be set up

    count = wrong = 0
    for recording, fault in verified():
        count += 1
        if fault is not None:
            wrong += 1
            click.echo(f"{recording.code} of {recording.username} on {recording.computer}: {fault.label}", err=True)
    click.echo(f"{count} recordings, {wrong} with something wrong")
    sys.exit(1 if wrong else 0)
