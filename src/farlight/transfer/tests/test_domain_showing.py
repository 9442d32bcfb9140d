import csv

import pytest

from farlight.transfer.domain.showing import COLUMNS_MOST, ROWS_MOST, Look, look_of, rows_of


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("a/b/master.NXS", Look.HDF5),
        ("a.tar.gz", Look.NONE),
        ("Makefile", Look.NONE),
        ("x.CSV", Look.TABLE),
        ("snap.jpeg", Look.PICTURE),
        ("report.pdf", Look.PDF),
        ("dials.index.log", Look.TEXT),
    ],
)
def test_kind_is_told_by_the_name(name, look):
    assert look_of(name) is look


def test_tables_are_cut_and_split_where_they_have_most_separators():
    assert rows_of("a,b\n1,2\n\n") == [["a", "b"], ["1", "2"]]
    assert rows_of("a;b\n1,5;2,5") == [["a", "b"], ["1,5", "2,5"]]
    assert rows_of("a\tb\n1\t2") == [["a", "b"], ["1", "2"]]
    assert len(rows_of("1\n" * 5000)) == ROWS_MOST
    assert len(rows_of(",".join("1" * 500))[0]) == COLUMNS_MOST
    assert rows_of("") == []


def test_a_table_that_is_none_shows_what_could_be_read():
    assert rows_of("a,b\n" + "x" * (csv.field_size_limit() + 1) + ",1") == [["a", "b"]]
