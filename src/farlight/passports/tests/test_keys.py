from datetime import UTC, datetime, timedelta

import pytest

from farlight.passports.adapters.keys import rotate_keys, signing_keys
from farlight.passports.domain.keys import SHOWN_AFTER, SHOWN_BEFORE, SigningKey, shown_keys, spent_keys

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def folder(settings, tmp_path):
    settings.FARLIGHT_STATE_DIR = tmp_path
    return tmp_path / "openid-keys"


def key(name, hours):
    return SigningKey(name=name, signs_from=NOW + hours * HOUR, pem="")


def test_old_keys_are_shown_for_a_while_after_they_signed_last():
    keys = [key("b", 5), key("a", 0), key("c", 9)]
    assert [(s.key.name, s.until) for s in shown_keys(keys)] == [
        ("a", NOW + 5 * HOUR + SHOWN_AFTER),
        ("b", NOW + 9 * HOUR + SHOWN_AFTER),
        ("c", None),
    ]
    assert [[k.name for k in spent_keys(keys, now=NOW + h * HOUR)] for h in (5, 6, 10, 99)] == [
        [],
        ["a"],
        ["a", "b"],
        ["a", "b"],
    ]


def test_the_first_key_is_made_once_and_read_by_nobody_else(folder):
    first, again = signing_keys(now=NOW), signing_keys(now=NOW)
    assert (first == again, len(first), first[0].signs_from < NOW) == (True, 1, True)
    assert [oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())] == ["0o700", "0o600"]


def test_a_key_is_turned_without_a_gap(folder):
    old = signing_keys(now=NOW)[0]
    begins = rotate_keys(now=NOW)
    both = signing_keys(now=NOW)
    assert (begins, both[0].name, len(both)) == (NOW + SHOWN_BEFORE, old.name, 2)
    rotate_keys(now=NOW + 24 * HOUR)
    names = [k.name for k in signing_keys(now=NOW)]
    assert (old.name in names, len(names), list(folder.glob("*.draft"))) == (False, 2, [])
