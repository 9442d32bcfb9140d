"""Counts in one byte: exact where there are few, close where there are many, the same in the browser."""

import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.companding import as_text, code_table, codes_of, first_counts

GENERATED = Path(__file__).parents[4] / "frontend" / "generated" / "companding.json"


def test_browser_knows_the_same_table():
    assert json.loads(GENERATED.read_text()) == json.loads(as_text()), (
        "python -m farlight.science.companding frontend/generated/companding.json"
    )


def test_few_counts_have_codes_of_their_own():
    assert codes_of(np.arange(33, dtype=np.uint32)).tolist() == list(range(33))


def test_codes_begin_where_they_should():
    first = first_counts()
    assert (first.size, first[1], first[32], first[33], first[34]) == (256, 0, 31, 32, 34)
    assert (np.diff(first[1:].astype(int)) > 0).all()
    assert codes_of(first[1:] + 1).tolist() == list(range(1, 256))
    assert codes_of(first[2:]).tolist() == list(range(1, 255))


def test_every_sixteen_bit_number_fits_and_all_beyond_has_the_last_code():
    assert code_table().size == first_counts()[255] + 2 > 65536
    assert codes_of(np.array([65536, 2**31, 2**32 - 1], np.uint32)).tolist() == [254, 255, 255]


@given(st.integers(0, 66_000))
def test_code_tells_counts_to_four_per_cent(counts):
    code = int(codes_of(np.array([counts + 1], np.uint32))[0])
    low, high = int(first_counts()[code]), int(first_counts()[code + 1]) - 1
    assert low <= counts <= high
    assert high - low <= 0.035 * low + 1
