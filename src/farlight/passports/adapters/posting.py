"""Posting logout tokens to services: to the address that the facility declared, and nowhere else."""

from http import HTTPStatus

import requests

from farlight.passports.types import Reply

TIMEOUT_S = (3.05, 5.0)
_TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.NO_CONTENT})
"""Some programs say the second (Back-Channel Logout 1.0, section 2.8)."""


def post_logout_token(address: str, token: str) -> Reply:
    """Post a logout token, follow nothing, read nothing of the answer but its number."""
    form = {"logout_token": token}
    try:
        with requests.post(address, data=form, timeout=TIMEOUT_S, allow_redirects=False, stream=True) as answer:
            status = answer.status_code
    except requests.Timeout:
        return Reply(is_taken=False, fault="it does not answer in time")
    except requests.exceptions.SSLError:
        return Reply(is_taken=False, fault="its certificate does not hold")
    except (requests.RequestException, ValueError):
        return Reply(is_taken=False, fault="it cannot be reached")
    return Reply(is_taken=True) if status in _TAKEN else Reply(is_taken=False, fault=f"it answers {status}")
