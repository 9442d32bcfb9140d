"""What happens to people."""

from farlight.kernel.events import Event


class PersonRegistered(Event):
    """Somebody got an account."""

    person: str


class InstituteRegistered(Event):
    """An institute was entered, or what is written down about it changed."""

    name: str
    country: str


class PersonCorrected(Event):
    """What is written down about a person changed."""

    person: str
    fields: tuple[str, ...]
    """Which columns changed; their values are nobody's business but the person's."""


class PersonLocked(Event):
    """An account was locked: every channel of the person closes."""

    person: str
    reason: str


class PersonUnlocked(Event):
    """A locked account was opened again."""

    person: str


class RolesChanged(Event):
    """A person's roles changed; each is ``role`` or ``role@beamline``."""

    person: str
    roles: tuple[str, ...]


class TokenIssued(Event):
    """A program may act for a person from now on."""

    person: str
    label: str


class TokenEnding(Event):
    """A token counts for a week more, or less; ``person`` is told, ``code`` is what the token is called."""

    person: str
    code: str


class TokenRevoked(Event):
    """A token does not count any more."""

    person: str
    label: str


class FactorAdded(Event):
    """Somebody has a second factor more; ``factor`` is its kind, ``code`` what it is called."""

    person: str
    factor: str
    code: str


class FactorRemoved(Event):
    """A second factor does not count any more."""

    person: str
    factor: str
    code: str


class RecoveryCodesMade(Event):
    """Somebody has new recovery codes; those before do not count any more."""

    person: str
    code: str


class RecoveryCodeUsed(Event):
    """Somebody came in with a recovery code."""

    person: str
    left: int
    code: str


class FactorsReset(Event):
    """All second factors of somebody were taken away, because they were lost."""

    person: str
    code: str
    """Opaque, of this reset."""


class InvitationMade(Event):
    """Somebody was asked to take an account; ``code`` is the invitation's, the link is in the mail alone."""

    person: str
    code: str


class InvitationAccepted(Event):
    """Somebody took the account that was made for them."""

    person: str
    code: str


class SecurityPolicyChanged(Event):
    """The facility asks something else of people who come in."""

    roles: tuple[str, ...]
    """Roles that must have a second factor."""
    step_up: tuple[str, ...]
    """What asks for a second factor that was given just now."""
    longest_token_days: int = 365
    """For how long a token may be made to count."""


class SignedIn(Event):
    """Somebody signed in with a browser."""

    person: str
    way: str
    """What was given: ``password``, ``password, code of an app``, ``passkey``…"""


class SignInsEnded(Event):
    """Somebody was signed out of browsers: every channel that came by them closes."""

    person: str
    number: int
    """How many browsers."""
    everywhere: bool = False
    """Whether it was all of them, or all but the one that asked: SSH certificates end with them."""
    sign_ins: tuple[str, ...] = ()
    """What those browsers were called; opaque."""
    kept: str = ""
    """What the one is called that asked, and stays."""


class PasswordChanged(Event):
    """An account has another password; all its other browsers are signed out."""

    person: str
    code: str
    """Opaque, of this change."""


class SignOnProvidersChanged(Event):
    """People may sign on elsewhere, with other providers or by other rules than before."""

    providers: tuple[str, ...]
    """Codes, in the order of the buttons."""


class AccountLinked(Event):
    """An account elsewhere opens somebody's account from now on."""

    person: str
    provider: str
    """Name of the provider, as people say it."""
    code: str
    """Opaque, of this link."""


class AccountUnlinked(Event):
    """An account elsewhere does not open somebody's account any more."""

    person: str
    provider: str
    """Name of the provider, as people say it."""
    code: str
    """Opaque, of this link."""
