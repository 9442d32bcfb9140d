"""A browser that is led to a provider of papers and comes back: what tests of signing on elsewhere share."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from django.test import Client

from farlight.audit.public import records
from farlight.kernel.time import utc_now
from farlight.people.domain.identities import identity_in
from farlight.people.services.elsewhere import link_account
from farlight.people.types import ClaimedRole, Role

PASSWORD = "correct horse battery"
BEGIN, BACK, LOGOUT = (f"/accounts/elsewhere/paper/{part}/" for part in ("begin", "back", "logout"))
LINK, SECURITY, CONFIRM = "/accounts/elsewhere/link/", "/account/security/", "/account/confirm/"
STAFF = ClaimedRole(claim="groups", value="/beamline/{beamline}/staff", role=Role.LOCAL_CONTACT, beamline="{beamline}")


NOW = int(time.time())


def a_browser():
    return Client(headers={"host": "localhost"})


def log_in(browser, login="ada"):
    return browser.post("/accounts/login/", {"login": login, "password": PASSWORD})


def linked(paper, person, **more):
    definition = paper.definition(**more)
    identity = identity_in(paper.claims(), definition)
    return link_account(person=person, identity=identity, provider=definition, now=utc_now())


def begun(browser, **asked):
    """Let a browser be led away, and return what it asks of the provider."""
    return asked_in(leads_to(browser.post(BEGIN, asked)))


def asked_in(address):
    """What an address of the provider asks."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def leads_to(answer):
    """The address that a page leads on to by itself."""
    leading = BeautifulSoup(answer.content, "html.parser").select_one("meta[http-equiv=refresh]")
    assert leading, answer.content.decode()
    return leading["content"].removeprefix("0;url=")


def come_back(browser, paper, asked, *, token="", **claims):
    """Let the provider answer with a token of these claims."""
    paper.id_token = token or paper.signed(paper.claims(**{"nonce": asked["nonce"], **claims}))
    return browser.get(BACK, {"code": "c", "state": asked["state"]})


def sign_on(browser, paper, *, begin=None, **claims):
    return come_back(browser, paper, begun(browser, **(begin or {})), **claims)


def is_in(browser):
    return browser.get("/api/v1/sessions").status_code == 200


def acts(*kinds):
    return [(one.kind, one.about or one.by, dict(one.details)) for one in records().items if one.kind in kinds]


def hs256(paper, claims):
    """What a library would take that lets a public key be a shared secret; PyJWT itself refuses to make it."""
    parts = [json.dumps(said).encode() for said in ({"alg": "HS256", "kid": "paper-1"}, claims)]
    text = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    mark = urlsafe_b64encode(hmac.new(paper.public_pem, text, "sha256").digest()).rstrip(b"=")
    return (text + b"." + mark).decode()
