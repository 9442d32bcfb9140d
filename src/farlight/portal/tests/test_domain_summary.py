"""Rows of the table, cells of its CSV, and doses."""

from datetime import UTC, datetime

import pytest

from farlight.portal.domain.dose import dose_mgy
from farlight.portal.domain.summary import COLUMNS, SummaryFilter, SummaryRow
from farlight.portal.types import Headline
from farlight.runs.types import AnalysisState, RunState, RunSummary

RUN = RunSummary(
    id=1,
    session="mx1-1",
    number=7,
    kind="rotation",
    state=RunState.FINISHED,
    sample="s-1",
    sample_name="=cmd|'/c calc'!A1",
    detector="EIGER",
    images=10,
    frames=9,
    start_deg=-90.0,
    width_deg=0.1,
    exposure_time_s=0.01,
    energy_ev=12658.0,
    transmission_frac=1.0,
    detector_distance_mm=130.0,
    started=datetime(2026, 3, 1, tzinfo=UTC),
    ended=None,
    reason="",
    snapshots=(),
    analysis=AnalysisState.DONE,
    analysed=9,
    sampled=False,
    analysis_note="",
    directory="raw/run-007",
    master="raw/run-007/lyso_7.nxs",
)
FOUND = Headline(
    run=7,
    number=2,
    pipeline="dials",
    state="finished",
    stage="",
    progress_frac=1.0,
    space_group="P 43 21 2",
    unit_cell=(78.0, 78.0, 37.0, 90.0, 90.0, 90.0),
    resolution_angstrom=1.7,
    cc_half_overall=0.99,
    completeness_frac=0.98,
)
ROW, BARE = SummaryRow(run=RUN, headline=FOUND), SummaryRow(run=RUN, headline=None)


def test_a_row_has_a_value_a_column():
    assert len(ROW.values()) == len(BARE.values()) == len(COLUMNS)
    values = dict(zip(COLUMNS, ROW.values(), strict=True))
    assert (values["run"], values["file"], values["gamma_deg"], values["cc_half"]) == (7, "lyso_7.nxs", 90.0, 0.99)


@pytest.mark.parametrize(
    ("wanted", "row", "is_wanted"),
    [
        (SummaryFilter(), BARE, True),
        (SummaryFilter(words="lyso 43"), ROW, True),
        (SummaryFilter(words="lyso 43"), BARE, False),
        (SummaryFilter(best_angstrom=1.7), ROW, True),
        (SummaryFilter(best_angstrom=1.69), ROW, False),
        (SummaryFilter(best_angstrom=9.0), BARE, False),
        (SummaryFilter(least_completeness_frac=0.99), ROW, False),
        (SummaryFilter(least_cc_half=0.9), ROW, True),
        (SummaryFilter(least_cc_half=0.9), BARE, False),
    ],
)
def test_filters_let_through_what_fits(wanted, row, is_wanted):
    assert wanted.lets_through(row) is is_wanted


def test_a_dose_follows_the_rule_of_thumb():
    assert dose_mgy(1e12, (50.0, 30.0), 10.0, 1.0) == pytest.approx(3.333, rel=1e-3)
    assert dose_mgy(1e12, (50.0, 30.0), 10.0, 2.0) == pytest.approx(13.33, rel=1e-3)
    assert dose_mgy(None, (50.0, 30.0), 10.0, 1.0) is dose_mgy(1e12, None, 10.0, 1.0) is None
    assert dose_mgy(1e12, (0.0, 30.0), 10.0, 1.0) is None
