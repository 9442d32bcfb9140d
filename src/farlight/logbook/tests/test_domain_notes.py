import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.logbook.domain.notes import MOST_CHARACTERS, objections_to, tidied


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Crystal 3 looks split.\r\n\r\nTry 4.  ", "Crystal 3 looks split.\n\nTry 4."),
        ("a\rb\tc", "a\nb\tc"),
        ("nul\0bell\x07escape\x1b[31m", "nulbellescape[31m"),
        ("5\u00a0µm, 👩\u200d🔬 said", "5\u00a0µm, 👩\u200d🔬 said"),
        ("\u202egnp.exe", "gnp.exe"),
        (" \n\t ", ""),
        ("\ud800", ""),
    ],
)
def test_a_text_is_tidied(written, kept):
    assert tidied(written) == kept


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text):
    assert tidied(tidied(text)) == tidied(text)


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["The note is empty."]),
        ("x", []),
        ("x" * MOST_CHARACTERS, []),
        ("x" * (MOST_CHARACTERS + 1), ["The note has 4001 characters; at most 4000 fit."]),
    ],
)
def test_objections(text, messages):
    assert [objection.message for objection in objections_to(text)] == messages
