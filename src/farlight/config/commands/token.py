"""``farlight token``."""

from datetime import timedelta

import click
import django

from farlight.config.commands.person import LOGIN, person_called
from farlight.kernel.time import utc_now


@click.group()
def command() -> None:
    """Access tokens: make, see, revoke."""


@command.command()
@LOGIN
@click.option("--label", required=True, help="What it is for.")
@click.option("--days", default=90, show_default=True, help="How long it counts, up to 365.")
def create(login: str, label: str, days: int) -> None:
    """Make a token for LOGIN and print its key, which is kept nowhere."""
    django.setup()
    from farlight.people.public import issue_token  # needs Django to be set up

    person = person_called(login)
    click.echo(issue_token(person=person, label=label, now=utc_now(), valid_for=timedelta(days=days)))


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
