"""``farlight person``."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click
import django

from farlight.kernel.time import utc_now

if TYPE_CHECKING:
    from farlight.people.models import Person

LOGIN = click.argument("login")
BY = click.option("--by", default="", help="Login name of who does it; stands in the event.")


@click.group()
def command() -> None:
    """Accounts: see, lock, open again."""


@command.command(name="list")
@click.option("--locked", is_flag=True, help="Only locked accounts.")
def list_people(*, locked: bool) -> None:
    """List all accounts, one a line: login name, name, address, roles, and whether it is locked."""
    django.setup()
    from farlight.people.public import all_accounts  # needs Django to be set up

    for account in all_accounts():
        if locked and not account.is_locked:
            continue
        roles = ",".join(f"{g.role.value}@{g.beamline}" if g.beamline else g.role.value for g in account.roles) or "-"
        state = f"locked: {account.lock_reason}" if account.is_locked else "open"
        click.echo(f"{account.username}\t{account.full_name}\t{account.email}\t{roles}\t{state}")


@command.command()
@LOGIN
@click.option("--reason", required=True, help="Why; kept in the log and shown to those who look after accounts.")
@BY
def lock(login: str, reason: str, by: str) -> None:
    """Lock the account LOGIN: what is open closes within two seconds, and its tokens do not count."""
    django.setup()
    from farlight.people.public import lock_person  # needs Django to be set up

    lock_person(person=person_called(login), reason=reason, by=person_called(by) if by else None)
    click.echo(f"The account {login} is locked.")


@command.command()
@LOGIN
@BY
def unlock(login: str, by: str) -> None:
    """Open the locked account LOGIN again."""
    django.setup()
    from farlight.people.public import unlock_person  # needs Django to be set up

    unlock_person(person=person_called(login), by=person_called(by) if by else None)
    click.echo(f"The account {login} is open.")


@command.command()
@LOGIN
@click.argument("training")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day on which it counts.")
@BY
def training(login: str, training: str, until: datetime, by: str) -> None:
    """Write down until when the training TRAINING of LOGIN counts, by the facility's time."""
    django.setup()
    from django.utils.timezone import make_aware  # needs Django to be set up

    from farlight.safety.public import note_training

    end = make_aware(until) + timedelta(days=1)
    person, whose = person_called(login), person_called(by).username if by else ""
    note_training(person=person, training=training, until=end, now=utc_now(), by=whose)
    click.echo(f"{training} of {login} counts until {until:%d %B %Y}.")


@command.command(name="reset-factors")
@LOGIN
@BY
def reset(login: str, by: str) -> None:
    """Take all second factors of LOGIN away and sign them out; make sure first who asks for it."""
    django.setup()
    from farlight.people.public import reset_factors  # needs Django to be set up

    person = person_called(login)
    had_any = reset_factors(person=person, now=utc_now(), by=person_called(by) if by else None)
    click.echo(f"{login} has no second factor any more." if had_any else f"{login} had no second factor.")


@command.command(name="sealing-key")
def sealing_key() -> None:
    """Print a new key for FARLIGHT_SEALING_KEYS, which seals the seeds of second factors."""
    from farlight.config.deployment import new_sealing_key

    click.echo(new_sealing_key())


@command.command(name="seal-anew")
def seal_anew() -> None:
    """Seal all seeds with the first of the sealing keys, so that the others can be taken away."""
    django.setup()
    from farlight.people.public import seal_seeds_anew  # needs Django to be set up

    click.echo(f"Sealed anew: {seal_seeds_anew()}.")


def person_called(login: str) -> "Person":
    """Return the person with a login name.

    Raises
    ------
    NotFound
        When there is none.
    """
    from farlight.kernel.errors import NotFound
    from farlight.people.public import person_named  # needs Django to be set up

    person = person_named(login)
    if person is None:
        raise NotFound(f"There is no account {login}.")
    return person
