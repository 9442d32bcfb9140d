"""Telling services that a sign-on is over: what they are told (OpenID Connect Back-Channel Logout 1.0), and when."""

from datetime import datetime, timedelta
from typing import Any

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LIFE = timedelta(minutes=2)
"""How long a logout token is good; the specification recommends so little (section 4)."""
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=30)
TRIED_FOR = timedelta(hours=24)
"""Twice as long as a refresh token counts."""


def logout_claims(*, issuer: str, service: str, subject: str, sid: str, token_id: str, now: datetime) -> dict[str, Any]:
    """Return what a logout token says (section 2.4). A session without a name means all of that person's."""
    return {
        "iss": issuer,
        "sub": subject,
        "aud": service,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
        "jti": token_id,
        "events": {EVENT: {}},
        **({"sid": sid} if sid else {}),
    }


def next_attempt(attempts: int, *, made_at: datetime, now: datetime) -> datetime | None:
    """Return when it is tried again after so many attempts (from 1); None when it is given up.

    The pause is ten seconds, doubled each time, half an hour at most; after a day it is given up.
    """
    if now - made_at >= TRIED_FOR:
        return None
    doubled: int = 2 ** min(attempts - 1, 10)
    return now + min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
