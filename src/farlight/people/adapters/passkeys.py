"""WebAuthn, by the fido2 library: what the browser is asked, and whether its answer holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from farlight.kernel.errors import Invalid, Objection

NOT_ACCEPTED = Objection(message="The passkey was not accepted.", mend="Try again; use one of this account.")

Options = dict[str, Any]
State = dict[str, Any]
"""What the session keeps between asking and answer: the challenge."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """The site, as passkeys know it: one that was made for one name is not even offered by browsers on another."""

    name: str
    """What the browser shows."""
    origin: str
    """``https://farlight.example.org``; answers that were made elsewhere do not hold."""

    @property
    def host(self) -> str:
        """Name of the host, without the port."""
        return urlsplit(self.origin).hostname or ""

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers make passkeys here: by a name, and over a line that nobody listens to."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https://") or self.host.rpartition(".")[2] == "localhost"
        return False


@dataclass(frozen=True, kw_only=True)
class NewCredential:
    """A key that a device has just made."""

    credential_id: str
    credential: str
    uses: int
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Which key signed a challenge, and what the device says of it."""

    credential_id: str
    uses: int
    is_verified: bool


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=site.host, name=site.name)
    return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)


def ask_for_new(
    site: Site, *, handle: str, login: str, full_name: str, present: Collection[str]
) -> tuple[Options, State]:
    """Return what the browser is asked to make a key with, and what to keep until it answers.

    Parameters
    ----------
    handle : str
        What the key will call its owner; opaque.
    present : collection of str
        Credentials that the person has: a device makes no second one.
    """
    owner = PublicKeyCredentialUserEntity(id=handle.encode(), name=login, display_name=full_name)
    options, state = _server(site).register_begin(
        owner,
        credentials=[_credential(text) for text in present],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), dict(state)


def new_credential(site: Site, state: State, answer: object) -> NewCredential:
    """Return the key that a browser made.

    Raises
    ------
    Invalid
        When the answer is not one to what was asked.
    """
    try:
        made = _server(site).register_complete(state, _mapping(answer))
    except (ValueError, TypeError, KeyError) as error:
        raise Invalid([NOT_ACCEPTED]) from error
    if made.credential_data is None:
        raise Invalid([NOT_ACCEPTED])
    return NewCredential(
        credential_id=websafe_encode(made.credential_data.credential_id),
        credential=websafe_encode(bytes(made.credential_data)),
        uses=made.counter,
        is_verified=made.is_user_verified(),
    )


def ask_for_proof(site: Site, *, present: Collection[str], must_verify: bool) -> tuple[Options, State]:
    """Return what the browser is asked to sign, and what to keep until it answers.

    Parameters
    ----------
    present : collection of str
        Credentials that may sign; none lets the device offer those that it keeps for this site.
    must_verify : bool
        Whether the device has to ask for a finger, a face or a PIN: the passkey is to stand for both factors.
    """
    need = UserVerificationRequirement.REQUIRED if must_verify else UserVerificationRequirement.PREFERRED
    options, state = _server(site).authenticate_begin(
        credentials=[_credential(text) for text in present] or None, user_verification=need
    )
    return dict(options), dict(state)


def proof(site: Site, state: State, answer: object, *, present: Collection[str]) -> Answer:
    """Return which key signed the challenge.

    Raises
    ------
    Invalid
        When none of these keys did, or not here, or not this challenge.
    """
    try:
        signed = AuthenticationResponse.from_dict(_mapping(answer))
        by = _server(site).authenticate_complete(state, [_credential(text) for text in present], signed)
    except (ValueError, TypeError, KeyError) as error:
        raise Invalid([NOT_ACCEPTED]) from error
    said = signed.response.authenticator_data
    return Answer(
        credential_id=websafe_encode(by.credential_id), uses=said.counter, is_verified=said.is_user_verified()
    )


def credential_named(answer: object) -> str:
    """Return which key an answer says it was signed with; it is not checked yet."""
    named = _mapping(answer).get("rawId") or _mapping(answer).get("id")
    return named if isinstance(named, str) else ""


def _credential(text: str) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(text))


def _mapping(answer: object) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise Invalid([NOT_ACCEPTED])
    return answer
