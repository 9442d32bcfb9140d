"""Speaking with a hub: what it says, and what it does not."""

import pytest

from farlight.notebooks.adapters.hub import Hub, HubRefuses, HubSilent
from farlight.notebooks.domain.hubs import objections_to_hub, way_to
from farlight.notebooks.tests.small_hub import TOKEN
from farlight.notebooks.types import NotebooksDefinition, ServerSeen, SizeDefinition


@pytest.fixture
def spoken(hub):
    return Hub(api=f"{hub.address}/hub/api", token=TOKEN)


def test_servers_are_listed_page_by_page(hub, spoken):
    hub.servers = {(f"p{number}", "mx1-1"): number > 1 for number in range(5)} | {("p0", ""): True}
    found = spoken.servers()
    assert found.keys() == hub.servers.keys()
    assert found["p4", "mx1-1"] == ServerSeen(is_ready=True, path="/user/p4/mx1-1/")
    assert not found["p0", "mx1-1"].is_ready


def test_a_server_is_started_for_somebody_whom_the_hub_did_not_know(hub, spoken):
    spoken.start("ben", "mx1-1", {"profile": "small"})
    assert (hub.users, hub.options, list(hub.servers)) == ({"ben"}, {"profile": "small"}, [("ben", "mx1-1")])
    spoken.start("ben", "mx1-1", {})
    spoken.stop("ben", "mx1-1")
    spoken.stop("ben", "mx1-1")
    spoken.forget("ben", "mx1-1")
    assert hub.servers == {}


def test_names_do_not_lead_elsewhere(hub, spoken):
    spoken.start("b/../en?x", "mx1-1", {})
    assert hub.got[0] == ("POST", "/hub/api/users/b%2F..%2Fen%3Fx")


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((403, b'{"message": "no"}', "application/json"), HubRefuses, "The hub answers 403: no."),
        ((500, b"", "text/html"), HubSilent, "The hub answers 500."),
        ((400, b'{"message": "ben is pending stop"}', "application/json"), HubSilent, "pending stop"),
        ((429, b"", "text/plain"), HubSilent, "429"),
        ((302, b"", "text/html"), HubRefuses, "302"),
        ((200, b"<html>", "text/html"), HubSilent, "no hub of version 4"),
        ((200, b"{", "application/json"), HubSilent, "no hub"),
        ((200, b'{"items": [{"servers": 3}]}', "application/json"), HubSilent, "no hub"),
    ],
)
def test_what_a_hub_does_not_do_is_told_apart(hub, spoken, answer, error, words):
    hub.answer = answer
    with pytest.raises(error, match=words):
        spoken.servers()


def test_a_hub_that_is_away_is_silent(hub, spoken):
    away = Hub(api="http://127.0.0.1:9/hub/api", token=TOKEN)
    with pytest.raises(HubSilent, match="does not answer"):
        away.servers()


def test_a_wrong_token_is_refused(hub):
    with pytest.raises(HubRefuses, match="invalid credentials"):
        Hub(api=f"{hub.address}/hub/api", token="another").stop("ben", "mx1-1")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ({"address": "http://jupyter.example.org"}, ["cannot be reached safely at http://jupyter.example.org"]),
        ({"address": "https://j.example.org", "api": "http://j.example.org/hub/api"}, ["safely at http://j.example"]),
        ({"address": "https://a:b@j.example.org"}, ["cannot be reached safely"]),
        ({"address": "j.example.org"}, ["cannot be reached safely"]),
        ({"address": "https://j.example.org?x=1"}, ["cannot be reached safely"]),
        (
            {"address": "https://j.example.org", "size": (SizeDefinition(code="a", name="A"),) * 2},
            ["Two sizes are called a"],
        ),
        ({"address": "https://j.example.org", "api": "http://127.0.0.1:8081/hub/api"}, []),
        ({"address": "http://localhost:8888"}, []),
    ],
)
def test_what_may_be_declared(definition, words):
    found = [one.message for one in objections_to_hub(NotebooksDefinition(**definition))]
    assert len(found) == len(words)
    assert all(part in message for part, message in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/user/ben/mx1-1/", "https://j.example.org/user/ben/mx1-1/"),
        ("/user/b@x/mx1-1/", "https://j.example.org/user/b@x/mx1-1/"),
        ("//evil.example.org/x", ""),
        ("https://evil.example.org/x", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_hub_leads_nowhere_else(path, way):
    assert way_to(NotebooksDefinition(address="https://j.example.org"), path) == way
