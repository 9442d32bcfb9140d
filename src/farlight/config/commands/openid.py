"""``farlight openid``."""

import click
import django

from farlight.kernel.time import utc_now


@click.group()
def command() -> None:
    """Signing on to other programs through Farlight: the keys that sign."""


@command.command(name="rotate-key")
def rotate_key() -> None:
    """Make a new key, which signs after an hour, and take away keys that nobody needs any more."""
    django.setup()
    from farlight.passports.public import rotate_keys  # needs Django to be set up

    begins = rotate_keys(now=utc_now())
    click.echo(f"A new key is shown from now on and signs from {begins:%Y-%m-%d %H:%M} UTC.")
