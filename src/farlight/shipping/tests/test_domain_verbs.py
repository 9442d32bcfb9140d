import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.shipping.domain import verbs
from farlight.shipping.domain.verbs import NothingRead, PlaceRead, ThingRead, Verb, VerbRead
from farlight.shipping.tests.shared_scanning import CASES, files, written

AGAIN = "python -m farlight.shipping.tests.shared_scanning writes the files anew"


@pytest.mark.parametrize(("text", "said"), CASES.items())
def test_what_was_scanned_is_understood(text, said):
    assert written(verbs.read(text)) == said


def test_browser_and_server_read_the_same():
    assert {path: path.read_text() for path in files()} == files(), AGAIN


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_words_and_a_barcode_that_reads_back(verb):
    assert verbs.WORDS_OF[verb].verb is verb
    assert verbs.read(verbs.barcode_of(verb)) == VerbRead(verb=verb)
    assert verbs.read(verbs.barcode_of(verb, "A1")) == VerbRead(verb=verb, place="A1")


def test_a_place_has_a_barcode_that_reads_back():
    assert verbs.read(verbs.barcode_of_place("B 2")) == PlaceRead(place="B 2")


@given(st.text())
def test_nothing_that_can_be_scanned_breaks_it(text):
    assert isinstance(verbs.read(text), ThingRead | VerbRead | PlaceRead | NothingRead)
