import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.processing.domain.images import (
    SweepFiles,
    is_hdf5_name,
    is_whole_cbf,
    longest_stretch,
    masters_among,
    sweep_with,
    sweeps_among,
)


def test_images_are_grouped_into_sweeps_longest_first():
    names = [
        "b_2_0002.cbf",
        "b_2_0001.cbf",
        "a_1_0001.img",
        "notes.txt",
        "import.phil",
        "b_2_0010.cbf",
        "b_2_00011.cbf",
    ]
    assert sweeps_among(names) == [
        SweepFiles(
            head="b_2_", tail=".cbf", names=("b_2_0001.cbf", "b_2_0002.cbf", "b_2_0010.cbf"), numbers=(1, 2, 10)
        ),
        SweepFiles(head="a_1_", tail=".img", names=("a_1_0001.img",), numbers=(1,)),
        SweepFiles(head="b_2_", tail=".cbf", names=("b_2_00011.cbf",), numbers=(11,)),
    ]


def test_compressed_and_unicode_names_are_images_too():
    (sweep,) = sweeps_among(["über läufer_0001.cbf.bz2", "über läufer_0002.cbf.bz2"])
    assert sweep.numbers == (1, 2)


def test_the_sweep_of_an_image_or_template_is_found():
    sweeps = sweeps_among(["a_01.cbf", "a_02.cbf", "b_01.cbf"])
    assert sweep_with("a_02.cbf", sweeps) == sweeps[0]
    assert sweep_with("b_##.cbf", sweeps) == sweeps[1]
    assert sweep_with("c_##.cbf", sweeps) is None
    assert sweep_with("c_01.cbf", sweeps) is None


def test_masters_are_told_from_their_parts():
    names = ["x_data_000001.h5", "x_master.h5", "x_000001.h5", "x_meta.h5", "y.h5", "x.nxs", "x.cbf"]
    assert masters_among(names) == ["x.nxs", "x_master.h5", "y.h5"]
    assert is_hdf5_name("X.NXS")
    assert not is_hdf5_name("x_0001.cbf")


@pytest.mark.parametrize(
    ("numbers", "stretch"),
    [([], (0, 0)), ([5], (0, 1)), ([1, 2, 3], (0, 3)), ([1, 3, 4, 9], (1, 3)), ([1, 2, 8, 9], (0, 2))],
)
def test_longest_stretch_without_a_gap(numbers, stretch):
    assert longest_stretch(numbers) == stretch


@given(st.sets(st.integers(0, 60)))
def test_a_stretch_has_no_gap_and_none_is_longer(numbers):
    ordered = sorted(numbers)
    begin, end = longest_stretch(ordered)
    kept = ordered[begin:end]
    assert kept == list(range(kept[0], kept[0] + len(kept))) if kept else not ordered
    for length in range(len(kept) + 1, len(ordered) + 1):
        for start in range(len(ordered) - length + 1):
            assert ordered[start + length - 1] - ordered[start] > length - 1


def test_cbf_is_whole_when_it_holds_what_it_promises():
    head = b"###CBF\r\nX-Binary-Size: 10\r\n\r\n\x0c\x1a\x04\xd5"
    assert is_whole_cbf(head + b"0123456789", len(head) + 10)
    assert not is_whole_cbf(head + b"0123", len(head) + 4)
    assert not is_whole_cbf(b"", 0)
    assert not is_whole_cbf(b"X-Binary-Size: 10", 4000)
    assert is_whole_cbf(b"###CBF without a promise", 24)
