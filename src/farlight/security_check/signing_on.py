"""Signing on as somebody whose account was lent for the check."""

import hmac
import time
from base64 import b32decode
from dataclasses import dataclass, field
from hashlib import sha1
from urllib.parse import urlsplit

from farlight.kernel.errors import Invalid, Objection
from farlight.security_check.asking import Answer, Site, Visitor

SIGN_IN = "/accounts/login/"
SECOND_STEP = "/accounts/second-step/"
WHOSE = "/api/v1/sessions"
"""It answers only whoever is signed in."""
FOREIGN_SESSION = "securitycheck0foreign0session000"
"""A session that the instance never gave: it must not become somebody's."""
SESSION_COOKIES = ("sessionid", "__Host-sessionid")
PERIOD_S = 30
FOUND = 302


@dataclass(frozen=True)
class Account:
    """Whose account is lent, and how they prove who they are."""

    name: str
    password: str = field(repr=False)
    seed: str = field(default="", repr=False)
    """Of the app that shows codes, in base 32; empty when there is none."""


@dataclass
class SignedIn:
    """Somebody who is in, and how that went."""

    account: Account
    visitor: Visitor
    before: dict[str, str]
    """Cookies from before the password was given."""
    code: str = ""
    """The one-time code that was given."""


def try_password(visitor: Visitor, name: str, password: str, headers: dict[str, str] | None = None) -> Answer:
    """Give a name and a password."""
    return visitor.post(SIGN_IN, {"login": name, "password": password}, headers)


def is_right(answer: Answer) -> bool:
    """Whether a password was taken; a second factor may still be asked for."""
    return answer.status == FOUND and urlsplit(answer.header("Location")).path != SIGN_IN


def sign_in(site: Site, account: Account) -> SignedIn:
    """Sign on, with the second factor where one is asked for.

    Raises
    ------
    Invalid
        When password or code are not taken.
    """
    visitor = Visitor(site)
    visitor.get(SIGN_IN)
    visitor.cookies |= dict.fromkeys(SESSION_COOKIES, FOREIGN_SESSION)
    before = dict(visitor.cookies)
    answer = try_password(visitor, account.name, account.password)
    if not is_right(answer):
        raise Invalid([Objection(message=f"{account.name} cannot sign on with that password.")])
    code = ""
    if urlsplit(answer.header("Location")).path == SECOND_STEP and account.seed:
        code = code_now(account.seed)
        visitor.post(SECOND_STEP, {"code": code})
    if not visitor.get(WHOSE).is_good:
        mend = "Give the seed of the app that shows codes, or an account without a second factor."
        raise Invalid([Objection(message=f"{account.name} is asked for a second factor.", mend=mend)])
    visitor.get("/")  # the word of welcome is said once
    return SignedIn(account, visitor, before, code)


def code_now(seed: str) -> str:
    """Return the code that an app shows now (RFC 6238): six digits."""
    secret = b32decode(seed.upper() + "=" * (-len(seed) % 8))
    digest = hmac.new(secret, (int(time.time()) // PERIOD_S).to_bytes(8, "big"), sha1).digest()
    at = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFF_FFFF) % 10**6:06}"
