"""The best result stands first."""

import pytest

from farlight.portal.domain.ranking import merit_of
from farlight.portal.types import Headline


def headline(**known):
    return Headline(run=1, number=1, pipeline="dials", state="finished", stage="", progress_frac=1.0, **known)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"resolution_angstrom": 1.5}, {"resolution_angstrom": 1.6}),
        (
            {"resolution_angstrom": 1.5, "completeness_frac": 0.99},
            {"resolution_angstrom": 1.5, "completeness_frac": 0.4},
        ),
        ({"resolution_angstrom": 9.0}, {"resolution_angstrom": None, "completeness_frac": 1.0}),
        ({"resolution_angstrom": 1.5, "completeness_frac": 0.1}, {"resolution_angstrom": 1.5}),
    ],
)
def test_finer_then_more_complete_is_better(better, worse):
    assert merit_of(headline(**better)) < merit_of(headline(**worse))
