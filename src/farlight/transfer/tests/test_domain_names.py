import os

import pytest

from farlight.transfer.domain.names import content_disposition, is_hidden, is_possible_name, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lyso_master.h5", "lyso_master.h5"),
        ("Größe 5 µm.cbf", "Größe 5 µm.cbf"),
        ("a\nb\x1b[31m", "a\\nb\\x1b[31m"),
        (os.fsdecode(b"\xff\xfe.dat"), "\\xff\\xfe.dat"),
        ("\u202ecod.exe", "\\u202ecod.exe"),
    ],
)
def test_names_are_shown_without_what_cannot_be_seen(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0b", "\ud800"])
def test_impossible_names(name):
    assert not is_possible_name(name)


def test_what_programs_keep_for_themselves_is_hidden():
    assert [name for name in (".lock", ".cache", "a.lock", "…", "lyso.h5") if is_hidden(name)] == [".lock", ".cache"]


def test_headers_carry_any_name():
    assert content_disposition("run 1.tar", inline=False) == (
        "attachment; filename=\"run 1.tar\"; filename*=UTF-8''run%201.tar"
    )
    assert content_disposition('a"b\\c/ü\r\n.txt', inline=True) == (
        "inline; filename=\"a_b_c____.txt\"; filename*=UTF-8''a%22b%5Cc%2F%C3%BC%0D%0A.txt"
    )
