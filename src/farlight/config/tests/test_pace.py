"""Requests that come too often."""

import json

import pytest
from asgiref.testing import ApplicationCommunicator

from farlight.config import asgi, pace
from farlight.config.pace import Pace, asks_as

SCOPE = {"type": "http", "method": "GET", "query_string": b"", "http_version": "1.1", "scheme": "http"}


class Clock:
    """Seconds that a test lets pass."""

    at_s = 0.0

    def __call__(self):
        return self.at_s


@pytest.fixture
def clock():
    return Clock()


def scope(path, **headers):
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    return SCOPE | {"path": path, "raw_path": path.encode(), "headers": given}


def test_a_minutes_worth_may_come_at_once_and_comes_back_evenly(clock):
    limit = Pace(60, clock)
    assert [limit.wait_s("ada") for _ in range(62)] == [0] * 60 + [1, 1]
    assert limit.wait_s("ben") == 0
    clock.at_s = 10.0
    assert [limit.wait_s("ada") for _ in range(11)] == [0] * 10 + [1]
    clock.at_s = 3600.0
    assert [limit.wait_s("ada") for _ in range(61)] == [0] * 60 + [1]


def test_who_is_refused_is_not_kept_out_longer_by_asking_on(clock):
    limit = Pace(2, clock)
    assert [limit.wait_s("ada") for _ in range(20)] == [0, 0] + [30] * 18
    clock.at_s = 30.0
    assert limit.wait_s("ada") == 0


def test_nobody_is_counted_where_the_site_sets_no_limit_and_no_strangers(clock):
    assert {Pace(0, clock).wait_s("ada") for _ in range(1000)} == {0}
    assert {Pace(1, clock).wait_s("") for _ in range(1000)} == {0}


def test_who_has_asked_for_nothing_is_forgotten(clock, monkeypatch):
    monkeypatch.setattr(pace, "MOST_KNOWN", 3)
    limit = Pace(2, clock)
    for who in ("a", "b", "c"):
        limit.wait_s(who)
    clock.at_s = 31.0
    limit.wait_s("d")
    assert set(limit._full_at_s) == {"d"}


def test_it_is_counted_by_what_a_request_comes_with_and_that_is_kept_nowhere():
    token = asks_as(scope("/api/v1/sessions", authorization="Bearer far_x"), cookie="sessionid")
    login = asks_as(scope("/", cookie="theme=dark; sessionid=abc; csrftoken=x"), cookie="sessionid")
    assert (len(token), len(login), "far_x" in token, token == login) == (64, 64, False, False)
    assert login == asks_as(scope("/samples/", cookie="sessionid=abc"), cookie="sessionid")
    strangers = [scope("/", cookie="theme=dark"), scope("/")]
    lasting = [scope(path, cookie="sessionid=abc") for path in ("/api/v1/sessions/mx1-1/events", "/desktops/news/")]
    assert {asks_as(one, cookie="sessionid") for one in strangers + lasting} == {""}


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/sessions", "application/problem+json"), ("/samples/", "text/plain; charset=utf-8")]
)
async def test_who_asks_without_end_is_told_when_to_come_again_before_django_and_the_database(path, kind, monkeypatch):
    """No test database is asked for here: whoever touched it would fail."""
    limit = Pace(1)
    limit.wait_s(asks_as(scope(path, authorization="Bearer far_x"), cookie="sessionid"))
    monkeypatch.setattr(asgi, "PACE", limit)
    line = ApplicationCommunicator(asgi.application, scope(path, authorization="Bearer far_x"))
    start, body = await line.receive_output(), await line.receive_output()
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert (start["status"], headers["content-type"], int(headers["retry-after"])) == (429, kind, 60)
    if path.startswith("/api/"):
        assert json.loads(body["body"])["status"] == 429
    else:
        assert b"ask less often" in body["body"]
