"""SSH keys: read, added, removed with what they opened; the page of one's own."""

import base64
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from farlight.audit.public import records
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.leases.domain.keys import PublicKey, read_key
from farlight.leases.public import (
    add_key,
    key_with,
    keys_counting_among,
    keys_of,
    note_use,
    open_channel,
    open_channels_of,
    remove_key,
)
from farlight.leases.types import ChannelKind
from farlight.people.public import person_named
from farlight.people.tests.factories import make_person, say_who_it_is

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def part(value):
    return len(value).to_bytes(4) + value


def line(kind=b"ssh-ed25519", *parts, comment="me@laptop"):
    blob = part(kind) + b"".join(map(part, parts or (b"k" * 32,)))
    return f"{kind.decode()} {base64.b64encode(blob).decode()} {comment}".strip()


def rsa(bits):
    return line(b"ssh-rsa", b"\1\0\1", (1 << (bits - 1)).to_bytes(bits // 8 + 1))


def test_a_key_is_read_and_called_as_ssh_keygen_calls_it():
    known = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github"
    key = read_key(known)
    assert (key.kind, key.comment) == ("ssh-ed25519", "github")
    assert key.fingerprint == "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"
    assert [isinstance(read_key(text), PublicKey) for text in (rsa(3072), line(comment=""))] == [True, True]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "not the line"),
        ("hello", "not the line"),
        ("ssh-dss AAAA x", "begins with one of"),
        ("ssh-ed25519 not-base64!", "whole line"),
        (line()[:60], "whole line"),
        (line().replace("ssh-ed25519", "ssh-rsa", 1), "whole line"),
        ("ssh-ed25519 AAA= x", "whole line"),
        (rsa(2048), "2048 bits"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
        ("ssh-ed25519 " + "A" * 20_000, "not the line"),
    ],
)
def test_what_is_no_key_is_told(text, word):
    (objection,) = read_key(text)
    assert (word in str(objection), objection.field) == (True, "line")


@pytest.mark.django_db
def test_a_key_is_added_used_and_removed_with_what_it_opened():
    session = make_session()
    leader, now = person_named("leader-mx2341"), utc_now()
    key = add_key(person=leader, line=line(), label="", now=now)
    blob = base64.b64decode(line().split()[1])
    note_use(key.code, now=now)
    assert [(k.label, k.kind, k.used_at) for k in keys_of(leader)] == [("me@laptop", "ssh-ed25519", now)]
    assert (key_with(leader, blob).code, key_with(leader, b"other")) == (key.code, None)
    assert key_with(make_person("eve"), blob) is None
    assert keys_counting_among({key.code, "k-gone"}) == {key.code}
    open_channel(person=leader, session_code=session.code, kind=ChannelKind.SFTP, now=now, opened_with=key.code)
    for code in ("k-unknown", "no code!"):
        with pytest.raises(NotFound):
            remove_key(person=leader, code=code, now=now)
    with pytest.raises(NotFound):
        remove_key(person=person_named("eve"), code=key.code, now=now)
    remove_key(person=leader, code=key.code, now=now)
    assert (keys_of(leader), open_channels_of(leader.pk)) == ([], [])
    kinds = [r.kind.value for r in records(words="leader", limit=9).items]
    assert [kind for kind in kinds if kind.startswith("key_")] == ["key_removed", "key_added"]


@pytest.mark.django_db
def test_the_same_key_and_too_many_are_refused():
    ada = make_person("ada")
    for number in range(20):
        add_key(person=ada, line=line(b"ssh-ed25519", bytes([number]) * 32), label=f"k{number}", now=utc_now())
    for text, word in ((line(b"ssh-ed25519", bytes(32)), "already"), (line(), "20 keys"), ("x", "not the line")):
        with pytest.raises(Invalid, match=word):
            add_key(person=ada, line=text, label="", now=utc_now())


@pytest.mark.django_db
def test_the_page_adds_and_removes_ones_own(client):
    ada, eve = make_person("ada"), make_person("eve")
    client.force_login(ada, backend=LOGIN)
    say_who_it_is(client, ada)
    assert "No key yet" in client.get("/account/keys/").content.decode()
    wrong = client.post("/account/keys/", {"line": "nonsense", "label": ""})
    assert (wrong.status_code, "not the line of a public key" in wrong.content.decode()) == (422, True)
    answer = client.post("/account/keys/", {"line": line(), "label": "<b>desk"}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    assert (page.select_one("td strong").text, "It opens SFTP" in page.text) == ("<b>desk", True)
    code = page.select_one("[name=key]")["value"]
    client.force_login(eve, backend=LOGIN)
    assert (client.post("/account/keys/remove/", {"key": code}).status_code, len(keys_of(ada))) == (404, 1)
    client.force_login(ada, backend=LOGIN)
    client.post("/account/keys/remove/", {"key": code})
    assert keys_of(ada) == []


@pytest.mark.django_db
def test_a_browser_that_was_left_open_adds_no_key(client):
    ada = make_person("ada")
    client.force_login(ada, backend=LOGIN)
    say_who_it_is(client, ada, at=utc_now() - timedelta(minutes=16))
    refused = client.post("/account/keys/", {"line": line(), "label": "desk"})
    assert (refused.status_code, keys_of(ada)) == (422, [])
    page = BeautifulSoup(client.get("/account/keys/").content, "html.parser")
    assert page.select("[name=line]") == []
    assert page.select_one("main a.btn-primary")["href"] == "/account/confirm/?next=/account/keys/"
