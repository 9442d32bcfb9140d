"""Tickets: what they say comes back, and nothing else opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.viewer.domain.tickets import Ticket, genuine, identity_of, issued, signing_key

KEY = signing_key("secret")
ROOT = "/img/mx1-1/1/abc/"


@given(st.integers(0, 2**63), st.integers(0, 2**32 - 1), st.integers(0, 2**63), st.integers(0, 2**63))
def test_ticket_says_what_was_said(person: int, rights: int, token: int, ends_s: int) -> None:
    ticket = Ticket(person=person, rights=rights, token=token, ends_s=ends_s)
    text = issued(ticket, ROOT, KEY)
    assert genuine(text, ROOT, KEY) == ticket
    assert genuine(text, "/img/mx1-1/2/abc/", KEY) is None
    assert genuine(text, ROOT, signing_key("other")) is None


@given(st.data())
def test_no_letter_can_be_changed(data: st.DataObject) -> None:
    text = issued(Ticket(person=1, rights=2, token=4, ends_s=3), ROOT, KEY)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJabcdefghij0123456789-_=+/ü ").filter(lambda new: new != text[place]))
    assert genuine(text[:place] + letter + text[place + 1 :], ROOT, KEY) is None


@pytest.mark.parametrize("text", ["", "A", "A" * 64, "=" * 64, "ü" * 64, "A" * 65])
def test_garbage_is_no_ticket(text: str) -> None:
    assert genuine(text, ROOT, KEY) is None


def test_files_have_a_name_that_nobody_can_guess() -> None:
    name = identity_of(KEY, (1, 2))
    assert name == identity_of(KEY, (1, 2))
    assert len({name, identity_of(KEY, (1, 3)), identity_of(signing_key("other"), (1, 2))}) == 3
    assert len(name) == 24
