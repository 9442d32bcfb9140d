import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.transfer.domain.ranges import MOST_RANGES, Span, UnsatisfiableRangeError, requested_spans


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", [Span(0, 1)]),
        ("bytes=0-499", [Span(0, 500)]),
        ("Bytes = 500-", [Span(500, 1000)]),
        ("bytes=-300", [Span(700, 1000)]),
        ("bytes=-5000", [Span(0, 1000)]),
        ("bytes=990-2000", [Span(990, 1000)]),
        ("bytes=0-9, 20-29 ,,-10", [Span(0, 10), Span(20, 30), Span(990, 1000)]),
        ("bytes=20-29,0-9", [Span(20, 30), Span(0, 10)]),
        ("bytes=0-9,5000-", [Span(0, 10)]),
        ("bytes=0-20,10-30,100-", [Span(0, 31), Span(100, 1000)]),
        ("bytes=5-,0-9", [Span(0, 1000)]),
    ],
)
def test_ranges_are_read(header, expected):
    assert requested_spans(header, 1000) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=a-b",
        "bytes=9-5",
        "bytes=0-5,9-5",
        "bytes=-",
        "bytes=--5",
        "bytes=0x10-",
        "bytes=\u0661-",
        "lines=0-9",
        "bytes=" + "9" * 30 + "-",
        "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 4 * MOST_RANGES, 2)),
    ],
)
def test_the_whole_is_sent_when_the_header_is_nonsense(header):
    assert requested_spans(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001,2000-", "bytes=-0"])
def test_ranges_behind_the_end_are_refused(header):
    with pytest.raises(UnsatisfiableRangeError):
        requested_spans(header, 1000)


def test_an_empty_file_has_no_first_byte_but_any_suffix():
    assert requested_spans("bytes=-5", 0) is None
    with pytest.raises(UnsatisfiableRangeError):
        requested_spans("bytes=0-", 0)


@given(st.integers(1, 400), st.lists(st.tuples(st.integers(0, 450), st.integers(0, 450)), min_size=1, max_size=8))
def test_spans_hold_exactly_the_bytes_asked_for(size, asked):
    pairs = [(min(pair), max(pair)) for pair in asked]
    wanted = {n for first, last in pairs for n in range(first, min(last + 1, size))}
    header = "bytes=" + ",".join(f"{first}-{last}" for first, last in pairs)
    if not wanted:
        with pytest.raises(UnsatisfiableRangeError):
            requested_spans(header, size)
        return
    given_bytes = [n for span in requested_spans(header, size) for n in range(span.start, span.stop)]
    assert sorted(given_bytes) == sorted(wanted)
