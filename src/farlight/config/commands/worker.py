"""``farlight worker``."""

import click
import django


@click.command()
@click.option(
    "--queue",
    "queues",
    multiple=True,
    default=("default", "analysis", "processing"),
    show_default=True,
    help="Queue to work for; may be given several times.",
)
def command(queues: tuple[str, ...]) -> None:
    """Background jobs; the worker of the queue ``default`` also delivers again what failed, and follows the clock."""
    django.setup()
    from farlight.worker.loop import run_worker  # needs Django to be set up

    run_worker(queues)
