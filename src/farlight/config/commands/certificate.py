"""``farlight certificate``."""

import click
import django


@click.group()
def command() -> None:
    """SSH certificates: see the authority, make another one, revoke by number."""
    django.setup()


@command.command("authority")
def show_authority() -> None:
    """Show the public key that signs them, as other SSH servers may be told of it (TrustedUserCAKeys)."""
    from farlight.leases.public import authority_line  # needs Django to be set up

    click.echo(authority_line())


@command.command("rotate")
def rotate() -> None:
    """Make another authority. What the old one signed opens nothing from now on; people make new certificates."""
    from farlight.kernel.time import utc_now  # as above
    from farlight.leases.public import rotate_authority

    click.echo(rotate_authority(now=utc_now()))


@command.command("revoke")
@click.argument("serials", type=click.IntRange(min=0), nargs=-1, required=True)
def revoke(serials: tuple[int, ...]) -> None:
    """Revoke certificates by their serial numbers; what they opened closes within two seconds."""
    from farlight.kernel.time import utc_now  # as above
    from farlight.leases.public import revoke_serials

    click.echo(f"Revoked: {revoke_serials(serials, now=utc_now())}")
