"""Every page that has an address of its own: what it says it is, that one can sign out there, and odd questions."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from farlight.people.tests.factories import make_person
from farlight.people.types import Role

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MANY = 30
"""So many pages there are at least; fewer would mean that nothing is walked."""


def addresses() -> list[str]:
    """Every address without a part that stands for something, but those of files, and of streams that never end."""
    return sorted({path for path in _below(get_resolver()) if "static" not in path and not path.endswith("/news/")})


def _below(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for one in resolver.url_patterns:
        text = str(one.pattern).removeprefix("^").removesuffix("$")
        if any(sign in text for sign in "<(["):
            continue
        if isinstance(one, URLPattern):
            yield before + text
        else:
            yield from _below(one, before + text)


@pytest.fixture
def browser():
    made = Client(headers={"host": "localhost"})
    made.force_login(make_person("ada", *(role.value for role in Role if role is not Role.MACHINE)), backend=BACKEND)
    return made


def answers(browser):
    return [(path, answer) for path in addresses() if (answer := browser.get(path)).status_code < 400]


def test_every_answer_says_what_it_is_and_texts_in_which_signs(browser):
    seen = answers(browser)
    kinds = {path: answer.headers.get("Content-Type", "") for path, answer in seen if answer.status_code == 200}
    assert len(kinds) > MANY
    assert [path for path, kind in kinds.items() if not kind] == []
    texts = {
        path: kind for path, kind in kinds.items() if kind.startswith("text/") or kind.partition(";")[0].endswith("xml")
    }
    assert [f"{path} {kind}" for path, kind in texts.items() if "charset=utf-8" not in kind.lower()] == []


def test_one_can_sign_out_on_every_page(browser):
    browser_pages = [
        (path, answer.content.decode())
        for path, answer in answers(browser)
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    ]
    whole = [(path, text) for path, text in browser_pages if "<html" in text]
    assert len(whole) > MANY // 2
    assert [path for path, text in whole if 'action="/accounts/logout/"' not in text] == []


@pytest.mark.parametrize("query", ["q=a&q=b", "q=a&Q=b", "page=1&page=2", "q[]=a", "q=a;q=b", "cursor=a&cursor=b"])
def test_a_parameter_that_comes_twice_does_no_harm(browser, query):
    asked = ["/audit/", "/samples/", "/mails/", "/parcels/", "/api/v1/sessions", "/api/v1/samples"]
    assert {browser.get(f"{path}?{query}").status_code for path in asked} <= {200, 302, 400, 404, 422}
