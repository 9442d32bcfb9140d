"""Where else people sign on, in a facility file."""

import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from farlight.config.facility.faults import Fault, unknown
from farlight.config.facility.positions import Path
from farlight.people.adapters.openid import is_safe
from farlight.people.types import ClaimedInstitute, ClaimedRole, ProviderDefinition, Role

ANY_BEAMLINE = "{beamline}"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ROLE = re.compile(r"(?P<role>[a-z_]+)(@(?P<beamline>[a-z][a-z0-9-]{0,19}|\{beamline\}))?")
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ClaimedRoleEntry(_Section):
    """A role that people have because the provider says something of them, and only for as long as it does."""

    claim: Word
    """Where it stands in what the provider says, with dots between the steps: ``realm_access.roles``, ``groups``."""
    value: Word
    """Text that has to stand there, alone or in a list; ``{beamline}`` in it is the code of a beamline."""
    role: Word
    """``local_contact`` for everywhere, ``local_contact@sim1`` for a beamline, ``local_contact@{beamline}`` for the one
    in the text."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        found = _ROLE.fullmatch(self.role)
        if found is None or found["role"] not in set(Role):
            raise ValueError("It is not a role; there are " + ", ".join(Role) + ", each of them also as role@beamline.")
        places = self.value.count(ANY_BEAMLINE)
        if places > 1 or (places == 1) != (found["beamline"] == ANY_BEAMLINE):
            raise ValueError("{beamline} stands once in the value and once in the role, or in neither.")
        return self

    def rule(self) -> ClaimedRole:
        """Return it as people know it."""
        role, _, beamline = self.role.partition("@")
        return ClaimedRole(claim=self.claim, value=self.value, role=Role(role), beamline=beamline)


class ClaimedInstituteEntry(_Section):
    """What the provider calls an institute of this file."""

    claim: Word
    """Where it stands in what the provider says, with dots between the steps."""
    value: Word
    """Text that has to stand there, alone or in a list."""
    institute: Word
    """Name of an institute of this file."""


class SignOnEntry(_Section):
    """A provider of identities (OpenID Connect) at which people sign on, beside the accounts here."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")]
    """Stands in the addresses that the provider has to know."""
    name: Word
    """As people say it; stands on the button."""
    issuer: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$", max_length=255)]
    """Exactly as the provider calls itself; its configuration lies at ``/.well-known/openid-configuration`` below."""
    client_id: Word
    """What the provider calls this site."""
    secret_env: str = ""
    """Name of the environment variable with the client's secret."""
    secret_file: str = ""
    """File with the client's secret; without both, the client has none (PKCE is used in any case)."""
    scopes: tuple[Word, ...] = ("openid", "profile", "email")
    """What is asked for."""
    second_factor: tuple[Word, ...] = ()
    """Values of ``acr`` that mean that a second factor was given there. Any other value means that none was."""
    max_age_s: Annotated[int, Field(ge=0, le=2_592_000)] = 43_200
    """How long ago somebody may have signed on there; 0 for any time, for providers that do not say when."""
    makes_accounts: bool = False
    """Whether whoever comes from there without an account here gets one; needs ``believes_addresses``."""
    believes_addresses: bool = False
    """Whether an e-mail address that the provider calls verified says whose account it is. Whoever can have any address
    verified there can take any account here."""
    gives_administrator: bool = False
    """Whether a rule below may make administrators."""
    roles: tuple[ClaimedRoleEntry, ...] = ()
    """Roles by what the provider says."""
    roles_last_s: Annotated[int, Field(ge=600, le=31_536_000)] = 604_800
    """How long these roles hold without signing on there again; then they lapse, for tokens and SSH keys too."""
    institutes: tuple[ClaimedInstituteEntry, ...] = ()
    """Institutes by what the provider says; they are noted for people of whom none is noted."""

    def definition(self) -> ProviderDefinition:
        """Return it as people know it."""
        said = {name: getattr(self, name) for name in type(self).model_fields if name not in {"roles", "institutes"}}
        institutes = tuple(
            ClaimedInstitute(claim=entry.claim, value=entry.value, institute=entry.institute)
            for entry in self.institutes
        )
        return ProviderDefinition(**said, roles=tuple(entry.rule() for entry in self.roles), institutes=institutes)


def faults_of_sign_on(
    entries: tuple[SignOnEntry, ...], *, institutes: list[str], beamlines: list[str]
) -> Iterator[Fault]:
    """Return everything about signing on elsewhere that does not fit together."""
    for number, entry in enumerate(entries):
        here: Path = ("sign_on", number)
        yield from _faults_of_line(here, entry)
        if entry.makes_accounts and not entry.believes_addresses:
            message = "Accounts cannot be made from addresses that are not believed."
            yield Fault(path=(*here, "makes_accounts"), message=message, mend="Set believes_addresses = true as well.")
        for place, rule in enumerate(entry.institutes):
            yield from unknown((*here, "institutes", place, "institute"), "institute", rule.institute, institutes)
        for place, claimed in enumerate(entry.roles):
            yield from _faults_of_role((*here, "roles", place), entry, claimed, beamlines)


def _faults_of_line(here: Path, entry: SignOnEntry) -> Iterator[Fault]:
    if not is_safe(entry.issuer):
        message = "Others can listen to this line."
        yield Fault(path=(*here, "issuer"), message=message, mend="It begins with https://.")
    if entry.secret_env and entry.secret_file:
        yield Fault(path=(*here, "secret_file"), message="The secret comes from a variable already.")
    if entry.secret_env and not _VARIABLE.fullmatch(entry.secret_env):
        yield Fault(path=(*here, "secret_env"), message=f"{entry.secret_env!r} is no name of a variable.")
    if entry.secret_env.startswith("FARLIGHT_"):
        message = "Names that begin with FARLIGHT_ are those of settings."
        yield Fault(path=(*here, "secret_env"), message=message, mend="Call it something else.")
    if "openid" not in entry.scopes:
        message = "Without openid among them the provider does not say who somebody is."
        yield Fault(path=(*here, "scopes"), message=message)


def _faults_of_role(here: Path, entry: SignOnEntry, claimed: ClaimedRoleEntry, beamlines: list[str]) -> Iterator[Fault]:
    rule = claimed.rule()
    if rule.role is Role.ADMINISTRATOR and not entry.gives_administrator:
        message = "Claims make nobody an administrator here."
        mend = "If they really shall, set gives_administrator = true."
        yield Fault(path=(*here, "role"), message=message, mend=mend)
    if rule.beamline not in {"", ANY_BEAMLINE}:
        yield from unknown((*here, "role"), "beamline", rule.beamline, beamlines)
