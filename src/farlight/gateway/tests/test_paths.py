"""Paths and names, by themselves."""

import pytest

from farlight.gateway.paths import Place, is_new_name, normal, place_of


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        (b"", b"/"),
        (b".", b"/"),
        (b"/../../etc", b"/etc"),
        (b"a/./b//c/../d/", b"/a/b/d"),
    ],
)
def test_steps_are_taken_before_anything_is_looked_for(path, meant):
    assert normal(path) == meant


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (b"/", Place("")),
        (b"mx1-1", Place("mx1-1")),
        (b"/mx1-1/processed/../raw/x", Place("mx1-1", (b"raw", b"x"))),
        (b"/mx1-1/.git", None),
        (b"/mx1-1/raw/.lock", None),
        (b"/mx1-1/a\0b", None),
        (b"/mx1-1/" + b"x" * 256, None),
        (b"/etc/passwd", None),
        (b"/mx\xff-1", None),
    ],
)
def test_a_path_leads_to_a_place_or_nowhere(path, place):
    assert place_of(path) == place


def test_only_what_lies_in_processed_can_be_written():
    can = {path: place_of(path).is_writable for path in (b"/mx1-1", b"/mx1-1/processed", b"/mx1-1/raw/a", b"/mx1-1/x")}
    assert set(can.values()) == {False}
    assert place_of(b"/mx1-1/processed/a").is_writable


def test_new_names_fool_nobody():
    good = ["a", "blåbär 蛋白.mtz", "x" * 255]
    bad = [b"a\nb", b"\x1b[31m", b"latin\xe9", "a\u202eb".encode(), b" a", b"a ", b"a\\b", b"\x7f"]
    assert [is_new_name(name.encode()) for name in good] == [True] * 3
    assert [is_new_name(name) for name in bad] == [False] * len(bad)
