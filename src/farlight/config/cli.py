"""The command ``farlight``."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from farlight import __version__
from farlight.kernel.errors import FarlightError, Invalid

COMMANDS = {
    "web": "Pages, REST and event streams.",
    "worker": "Background jobs, and events that are to be delivered again.",
    "gateway": "By SSH: the files of one's own sessions, and the computers of their beamlines.",
    "certificate": "SSH certificates: their authority, revoking them.",
    "desktops": "Remote desktops: starts and ends them.",
    "engine": "Acquisition on one beamline.",
    "facility": "The facility file: check it, load it.",
    "person": "Accounts: see, lock, open again.",
    "token": "Access tokens: make, see, revoke.",
    "audit": "The record of acts: verify its chain, export it.",
    "security-check": "A look at a running instance from outside: what an attacker would try.",
    "recordings": "Recorded shells: verify them.",
    "samples": "Sheets of samples: check, take over, give back.",
    "demo": "A facility on one laptop.",
    "experiment": "One whole remote experiment, without a browser.",
    "benchmark": "Performance, as ratios against a peer in the same run.",
    "openid": "Signing on to other programs through Farlight: the keys that sign.",
    "manage": "Django's own commands: migrate, createsuperuser …",
}


class LateCommands(click.Group):
    """Imports a command when it is called, so that ``--help`` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the library's signature
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import the command's module; it defines ``command``."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"farlight.config.commands.{cmd_name.replace('-', '_')}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LateCommands)
@click.version_option(__version__)
def farlight() -> None:
    """Farlight, the e-synchrotron."""


def main(arguments: list[str] | None = None) -> Any:
    """Run a command; errors of the house are told in words, and the exit status is 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "farlight.config.settings")
    try:
        return farlight.main(args=arguments, prog_name="farlight")
    except Invalid as error:
        for objection in error.objections:
            click.echo(f"farlight: {objection}", err=True)
        sys.exit(1)
    except FarlightError as error:
        click.echo(f"farlight: {error.message}", err=True)
        sys.exit(1)
