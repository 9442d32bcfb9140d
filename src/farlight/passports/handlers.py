"""What happens to accounts ends what they opened elsewhere."""

from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.passports.services.ending import end_passports_by, end_passports_of
from farlight.people.events import FactorsReset, PasswordChanged, PersonLocked, SignInsEnded


@subscribe(SignInsEnded)
def end_those_of_browsers(event: SignInsEnded) -> None:
    """Whoever signs out here, or is signed out, is signed out of what they reached from that browser."""
    end_passports_by(event=event, now=utc_now())


@subscribe(PersonLocked)
def end_those_of_locked(event: PersonLocked) -> None:
    """A locked account is signed on nowhere; its tokens were refused from the lock on."""
    end_passports_of(username=event.person, why="the account was locked", now=utc_now())


@subscribe(PasswordChanged)
def end_those_of_old_password(event: PasswordChanged) -> None:
    """Whoever knew the old password is signed on nowhere."""
    end_passports_of(username=event.person, why="the password was changed", now=utc_now())


@subscribe(FactorsReset)
def end_those_of_lost_factors(event: FactorsReset) -> None:
    """Whoever has the lost factors is signed on nowhere."""
    end_passports_of(username=event.person, why="the second factors were taken away", now=utc_now())
