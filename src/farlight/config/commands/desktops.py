"""``farlight desktops``."""

import signal
from types import FrameType

import click
import django


@click.command()
@click.option("--end-with-me", is_flag=True, help="End all desktops when this process is told to stop.")
def command(*, end_with_me: bool) -> None:
    """Starts and ends the desktops of sessions; those that run go on when it is started anew."""
    django.setup()
    from farlight.desktops.hosting.host import Stop, run_host  # needs Django to be set up

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the library's signature
        raise Stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    run_host(end_with_me=end_with_me)
