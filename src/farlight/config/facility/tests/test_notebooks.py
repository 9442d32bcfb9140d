"""The facility's hub in a facility file."""

import pytest

from farlight.config.facility.loading import load_facility
from farlight.config.facility.reading import read_facility
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.leases.public import offered_kinds
from farlight.leases.types import ChannelKind

HEAD = '[facility]\nname = "Test Source"\ntime_zone = "Europe/Paris"\n'
HUB = '[notebooks]\naddress = "https://j.example.org"\n'
SIZE = '[[notebooks.size]]\ncode = "small"\nname = "Small"\noptions = { profile = "small" }\n'


@pytest.fixture
def load(db, tmp_path, settings):
    settings.FARLIGHT_NOTEBOOKS_TOKEN = "of-the-test"

    def load(text):
        path = tmp_path / "facility.toml"
        path.write_text(HEAD + text)
        load_facility(read_facility(path), now=utc_now())

    return load


def test_a_hub_comes_and_goes_with_the_file(load):
    load('[notebooks]\naddress = "https://jupyter.example.org"\n' + SIZE)
    assert ChannelKind.NOTEBOOK in offered_kinds()
    load("")
    assert ChannelKind.NOTEBOOK not in offered_kinds()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[notebooks]\naddress = "http://jupyter.example.org"\n', "cannot be reached safely"),
        (HUB + 2 * SIZE, "Two sizes are called small"),
        (
            HUB + SIZE.replace('"small"', '"Small one"', 1),
            "notebooks.size",
        ),
        ('[notebooks]\nadress = "https://j.example.org"\n', "adress"),
        ("[notebooks]\n", "address"),
    ],
)
def test_a_hub_that_is_wrong_is_refused_with_the_place(load, text, words):
    with pytest.raises(Invalid) as refused:
        load(text)
    assert words in str(refused.value)
    assert ChannelKind.NOTEBOOK not in offered_kinds()
