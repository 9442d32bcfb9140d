from pathlib import Path

import pytest

from farlight.processing.domain import experiments as x
from farlight.processing.domain.experiments import SweepFacts

RECORDED = Path(__file__).parent / "recorded"
IMPORTED = x.parse_experiments((RECORDED / "imported_insulin.expt").read_text())
SCALED = x.parse_experiments((RECORDED / "scaled_insulin.expt").read_text())


def test_sweep_is_read():
    assert x.sweep_facts(IMPORTED) == SweepFacts(
        images=10, first_image=10001, start_deg=0.0, width_deg=pytest.approx(0.1), has_axis=True, sequences=1
    )
    assert x.sweep_facts(IMPORTED).rotation_deg == pytest.approx(1.0)


def test_still_has_neither_scan_nor_axis():
    facts = x.sweep_facts({"experiment": [{"beam": 0}]})
    assert (facts.images, facts.width_deg, facts.has_axis, facts.sequences) == (1, 0, False, 1)
    assert x.sweep_facts({"experiment": []}).sequences == 0


@pytest.mark.parametrize(("angles", "width_deg"), [([0.0, 0.2, 0.4], 0.2), ([5.0], 0.0)])
def test_newer_files_list_the_angle_of_every_image(angles, width_deg):
    scan = {"image_range": [1, len(angles)], "properties": {"oscillation": angles}}
    facts = x.sweep_facts({"experiment": [{"scan": 0}], "scan": [scan]})
    assert facts.width_deg == pytest.approx(width_deg)


def test_the_longest_of_several_sequences_is_kept():
    both = {
        "experiment": [{"scan": 0}, {"scan": 1}, {"beam": 0}],
        "scan": [{"image_range": [1, 3]}, {"image_range": [5, 9]}],
    }
    assert x.widest_sequence_only(both) == {**both, "experiment": [{"scan": 1}]}


def test_crystal_is_read():
    assert x.unit_cell_of(SCALED) == pytest.approx((78.24, 78.24, 78.24, 90, 90, 90), abs=0.01)
    assert x.space_group_of(SCALED) == "I 2 3"


def test_mosaicity_is_that_of_the_profile():
    assert x.mosaicity_deg(SCALED) == pytest.approx(0.1295, abs=0.001)
    assert x.mosaicity_deg(IMPORTED) is None
    assert x.mosaicity_deg({"profile": [{"sigma_m": [0.3, 0.1, 0.2]}]}) == 0.2
    assert x.mosaicity_deg({"profile": [{"sigma_m": []}]}) is None


def test_beam_meets_the_detector_where_the_header_says():
    assert x.beam_centre_px(IMPORTED) == pytest.approx((244.0, 308.0), abs=0.1)


def test_beam_along_the_detector_never_meets_it():
    panel = {"fast_axis": [0, 0, 1], "slow_axis": [0, 1, 0], "origin": [1, 0, 0], "pixel_size": [0.1, 0.1]}
    along = {"detector": [{"panels": [panel]}], "beam": [{"direction": [0, 0, 1]}]}
    assert x.beam_centre_px(along) is None
    assert x.with_beam_at(along, (1.0, 2.0)) is None


def test_detector_is_moved_so_that_the_beam_meets_it_elsewhere():
    moved = x.with_beam_at(IMPORTED, (302.0, 300.5))
    assert moved is not None
    assert x.beam_centre_px(moved) == pytest.approx((302.0, 300.5), abs=1e-6)
    assert x.beam_centre_px(IMPORTED) == pytest.approx((244.0, 308.0), abs=0.1)
    several = {**IMPORTED, "detector": [{"panels": 2 * IMPORTED["detector"][0]["panels"]}]}
    assert x.with_beam_at(several, (1.0, 1.0)) is None
