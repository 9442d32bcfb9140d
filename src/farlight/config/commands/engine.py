"""``farlight engine``."""

import signal
import threading

import click
import django


@click.command()
@click.argument("beamline")
def command(beamline: str) -> None:
    """Collect what is queued on BEAMLINE until told to stop (SIGTERM or Ctrl-C)."""
    django.setup()
    from farlight.acquisition.services.engine_loop import run_engine  # needs Django to be set up

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_engine(beamline, stop)
