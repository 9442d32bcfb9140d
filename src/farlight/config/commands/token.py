"""``farlight token``."""

from datetime import timedelta

import click
import django

from farlight.config.commands.person import LOGIN, person_called
from farlight.kernel.time import utc_now
from farlight.people.types import TokenScope

SCOPES = click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(TokenScope, case_sensitive=False),
    help="What it opens; give it once for each.",
)
DAYS = click.option("--days", default=90, show_default=True, help="How long it counts, up to what the site allows.")


@click.group()
def command() -> None:
    """Access tokens: make, see, revoke."""


@command.command()
@LOGIN
@click.option("--label", required=True, help="What it is for.")
@SCOPES
@DAYS
def create(login: str, label: str, scopes: tuple[TokenScope, ...], days: int) -> None:
    """Make a token for LOGIN and print its key, which is kept nowhere."""
    django.setup()
    from farlight.people.public import issue_token  # needs Django to be set up

    person, life = person_called(login), timedelta(days=days)
    click.echo(issue_token(person=person, label=label, scopes=scopes, now=utc_now(), valid_for=life))


@command.command(name="create-machine")
@click.argument("beamline")
@click.argument("name")
@SCOPES
@DAYS
def create_machine(beamline: str, name: str, scopes: tuple[TokenScope, ...], days: int) -> None:
    """Make a key for the program NAME of BEAMLINE and print it; it is kept nowhere.

    The program may do what the machine of a beamline does, in the sessions there: read, files, process, notes.
    """
    django.setup()
    from farlight.beamlines.public import beamline as beamline_called
    from farlight.people.public import issue_machine_token  # needs Django to be set up

    code, life = beamline_called(beamline).code, timedelta(days=days)
    click.echo(issue_machine_token(beamline=code, name=name, scopes=scopes, now=utc_now(), valid_for=life))


@command.command(name="list")
@LOGIN
def list_tokens(login: str) -> None:
    """List the tokens of LOGIN, newest first: code, state, end, last use, and what each is for."""
    django.setup()
    from farlight.people.public import token_summary_of, visible_tokens  # needs Django to be set up

    now = utc_now()
    for row in visible_tokens(person_called(login)):
        token = token_summary_of(row, now=now)
        used = f"{token.used_at:%Y-%m-%d %H:%M}" if token.used_at else "never"
        click.echo("\t".join((token.code, token.state.value, f"{token.expires_at:%Y-%m-%d}", used, token.label)))


@command.command()
@LOGIN
@click.argument("code")
def revoke(login: str, code: str) -> None:
    """Make the token CODE of LOGIN worthless; codes are those of `farlight token list`."""
    django.setup()
    from farlight.kernel.errors import NotFound
    from farlight.people.public import revoke_token, token_for  # needs Django to be set up

    person = person_called(login)
    try:
        token = token_for(person, code)
    except NotFound as error:
        raise NotFound(f"{login} has no token {code}.") from error
    revoke_token(token=token, now=utc_now())
    click.echo(f"Revoked: {token.label}.")
