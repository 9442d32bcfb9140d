import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.kernel.tables import cell, csv_lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("-90", "'-90"),
        (-90.0, "-90.0"),
        (None, ""),
        ("lyso-1", "lyso-1"),
        ("\tx", "'\tx"),
        ("\uff1d1", "'\uff1d1"),
        ("a\0b", "ab"),
    ],
)
def test_texts_never_become_formulas(value, written):
    assert cell(value) == written


@given(st.text())
def test_no_text_begins_a_formula(text):
    written = cell(text)
    assert not written.lstrip(" ").startswith(("=", "+", "-", "@"))


def test_lines_are_quoted_where_they_must_be():
    assert list(csv_lines([["a", 1, None], ["b,c", 'say "x"', 2.5]])) == ["a,1,\r\n", '"b,c","say ""x""",2.5\r\n']
