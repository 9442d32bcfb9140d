import pytest

from farlight.processing.domain import axes as a
from farlight.processing.domain.decisions import IndexingAttempt, IndexingOutcome
from farlight.processing.domain.experiments import parse_experiments
from farlight.processing.tests.test_domain_experiments import RECORDED

IMPORTED = parse_experiments((RECORDED / "imported_insulin.expt").read_text())
X, MINUS_X, Y, MINUS_Y = a.USUAL_AXES.values()


def outcome(axis: str, indexed_frac: float, rmsd_px: float, rmsd_images: float) -> IndexingOutcome:
    attempt = IndexingAttempt(geometry="beam", method="fft1d", axis=axis)
    return IndexingOutcome(attempt=attempt, indexed_frac=indexed_frac, rmsd_px=rmsd_px, rmsd_images=rmsd_images)


GUESSED = outcome("", 0.88, 0.7, 4.3)
INVERTED = outcome("inverted", 0.85, 0.9, 5.3)
RIGHT = outcome("minus_y", 0.96, 0.34, 0.9)
"""What ten images of insulin give about these axes."""


def test_axis_is_that_of_the_laboratory():
    assert a.axis_of(IMPORTED) == pytest.approx(MINUS_Y)
    turned = {"rotation_axis": [1, 0, 0], "setting_rotation": [0, -1, 0, 1, 0, 0, 0, 0, 1]}
    assert a.axis_of({"goniometer": [turned]}) == pytest.approx(Y)
    assert a.axis_of({"goniometer": [{"rotation_axis": [1, 0, 0]}]}) == X


def test_axis_of_a_kappa_goniometer_is_carried_by_the_others():
    """As dxtbx has it for the image of I19 in the real data: phi scan, kappa at 30°, omega at -10°."""
    kappa = {
        "axes": [[1, 0, 0], [0.642788, -0.766044, 0], [1, 0, 0]],
        "angles": [20, 30, -10],
        "names": ["GONIOMETER_PHI", "GONIOMETER_KAPPA", "GONIOMETER_OMEGA"],
        "scan_axis": 0,
    }
    assert a.axis_of({"goniometer": [kappa]}) == pytest.approx((0.92138, 0.00154373, 0.388659), abs=1e-5)


def test_axis_is_replaced():
    changed = a.with_axis(IMPORTED, Y)
    assert a.axis_of(changed) == Y
    assert a.axis_of(IMPORTED) == pytest.approx(MINUS_Y)


def test_axes_to_try_begin_with_the_inverted_one_and_hold_none_twice():
    assert a.axes_to_try(X) == {"inverted": MINUS_X, "y": Y, "minus_y": MINUS_Y}
    assert a.axes_to_try((0.001, -1.0, 0.0)) == {"inverted": (-0.001, 1.0, 0.0), "x": X, "minus_x": MINUS_X}
    tilted = (0.92, 0.0, 0.39)
    assert list(a.axes_to_try(tilted)) == ["inverted", "x", "minus_x", "y", "minus_y"]


@pytest.mark.parametrize(
    ("found", "is_told", "rotation_deg", "doubtful"),
    [
        ([], True, 90.0, True),
        ([RIGHT], False, 1.0, False),
        ([outcome("", 0.96, 0.3, 0.9)], False, 0.5, True),
        ([outcome("", 0.96, 0.3, 0.9)], True, 0.5, False),
        ([outcome("", 0.75, 0.3, 0.9)], False, 1.0, True),
        ([RIGHT], True, 1.0, False),
        ([outcome("", 0.7, 0.3, 0.5)], True, 1.0, True),
        ([GUESSED], True, 1.0, True),
        ([outcome("", 0.99, 0.3, 0.4)], False, 90.0, False),
        ([outcome("", 0.7, 0.3, 0.4)], False, 90.0, False),
        ([outcome("", 0.3, 0.3, 0.4)], True, 90.0, True),
        ([outcome("", 0.99, 0.3, float("inf"))], True, 90.0, True),
    ],
)
def test_when_other_axes_deserve_a_trial(found, is_told, rotation_deg, doubtful):
    assert a.axis_is_doubtful(found, is_told=is_told, rotation_deg=rotation_deg, width_deg=0.1) is doubtful


def test_coarse_images_are_not_doubted_for_a_part_of_an_image():
    assert not a.axis_is_doubtful([outcome("", 0.9, 1, 0.6)], is_told=True, rotation_deg=90, width_deg=1.0)


def test_another_axis_must_be_clearly_better():
    assert a.best_axis([]) == ""
    assert a.best_axis([GUESSED, INVERTED]) == ""
    assert a.best_axis([GUESSED, INVERTED, RIGHT]) == "minus_y"
    assert a.best_axis([GUESSED, outcome("x", 0.9, 0.6, 3.0)]) == ""
    assert a.best_axis([outcome("", 0.3, 0.2, 0.2), outcome("x", 0.8, 1.0, 1.0)]) == "x"
    assert a.best_axis([outcome("x", 0.1, 1, 1)]) == ""
    assert a.best_axis([outcome("x", 0.2, 1, 1)]) == "x"


def remark(outcomes, *, axes, is_told=False, was_cut_short=False, images=100) -> str:
    return a.axis_remark(outcomes, axes, is_told=is_told, was_cut_short=was_cut_short, images=images)


def test_an_axis_that_the_images_cannot_tell_is_called_so():
    said = remark([GUESSED, INVERTED, RIGHT], axes=ALL, images=3)
    assert said.startswith("The rotation axis cannot be told from these images: 3 were tried")
    assert "the lattice may be a wrong one" in said
    assert "geometry.goniometer.axis=0,-1,0" in said
    assert "cannot be told" not in remark([GUESSED, INVERTED, RIGHT], axes=ALL, is_told=True, images=3)


ALL = {"": X, "inverted": MINUS_X, "minus_y": MINUS_Y}


def test_the_axis_taken_and_the_reason_are_said():
    assert remark([GUESSED], axes={"": X}) == ""
    assert remark([], axes=ALL) == ""
    assert remark([GUESSED, INVERTED, RIGHT], axes=ALL) == (
        "The headers tell no rotation axis: 3 were tried, and (0, -1, 0) was taken, as it explains the spots best "
        "(96% of the spots, off by 0.3 px, 0.9 images; with (1, 0, 0) 88% of the spots, off by 0.7 px, 4.3 images). "
        "To settle it, write geometry.goniometer.axis=0,-1,0 into a file import.phil beside the images."
    )
    assert "that was told is doubtful" in remark([GUESSED, RIGHT], axes=ALL, is_told=True)
    assert "with (1, 0, 0) nothing indexed" in remark([RIGHT], axes=ALL)


def test_it_is_said_when_the_usual_axis_fits_best():
    kept = remark([GUESSED, INVERTED], axes=ALL, was_cut_short=True)
    assert kept.startswith(
        "3 rotation axes were tried; the one that is usual for the format, (1, 0, 0), fits best (88%"
    )
    assert kept.endswith("There was no time to try them all.")
    assert "that of the headers" in remark([outcome("", 0.6, 1, float("inf"))], axes=ALL, is_told=True)
