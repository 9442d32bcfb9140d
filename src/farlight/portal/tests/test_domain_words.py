"""What is done to samples, and what becomes of processings, in a few words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.acquisition.types import HandlingKind, HandlingState, HandlingSummary
from farlight.portal.domain.headlines import headline_of
from farlight.portal.domain.kinds import deed_of
from farlight.portal.types import Headline
from farlight.processing.tests.factories import FAILURE, RESULT
from farlight.processing.types import ProcessingOptions, ProcessingState, ProcessingSummary, Stage

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MOUNT = HandlingSummary(
    id=1, code="h-1", session="mx2341-1", kind=HandlingKind.MOUNT, state=HandlingState.FINISHED, sample="s-1",
    sample_name="lyso", container="P-1", container_position=4, note="", started=NOW, ended=NOW + timedelta(seconds=9),
    pictures=(),
)  # fmt: skip
RUNNING = ProcessingSummary(
    session="mx2341-1", run=3, number=2, pipeline="dials", options=ProcessingOptions(), state=ProcessingState.RUNNING,
    stage=Stage.INDEX, progress_frac=0.2, result=None, failure=None, is_being_cancelled=False, started_by="",
    queued_at=NOW, started_at=NOW, ended_at=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "now", "then"),
    [
        ("mount", "Mounting", "Mounted"),
        ("unmount", "Unmounting", "Unmounted"),
        ("centring", "Centring", "Centred"),
        ("wash", "Washing", "Washed"),
        ("anneal", "Annealing", "Annealed"),
    ],
)
def test_what_is_done_to_a_sample_is_said_while_and_after_it_is_done(kind, now, then):
    done = replace(MOUNT, kind=HandlingKind(kind))
    assert [deed_of(one) for one in (None, replace(done, ended=None), done)] == ["", now, then]


def test_a_processing_says_how_far_it_is_what_it_found_or_why_it_did_not():
    running = Headline(run=3, number=2, pipeline="dials", state="running", stage="index", progress_frac=0.2)
    assert headline_of(RUNNING) == running
    waiting = replace(RUNNING, state=ProcessingState.QUEUED, stage=None, progress_frac=0.0)
    assert headline_of(waiting) == replace(running, state="queued", stage="", progress_frac=0.0)
    assert headline_of(replace(RUNNING, state=ProcessingState.FAILED, failure=FAILURE)) == replace(
        running, state="failed", why="No lattice explains the spots."
    )
    found = replace(RUNNING, state=ProcessingState.FINISHED, result=RESULT)
    of_lyso = replace(
        running, state="finished", sample_name="lyso", space_group=RESULT.space_group, unit_cell=RESULT.unit_cell,
        resolution_angstrom=RESULT.resolution_angstrom, cc_half_overall=RESULT.overall.cc_half,
        completeness_frac=RESULT.overall.completeness_frac,
    )  # fmt: skip
    assert headline_of(found, "lyso") == of_lyso
    unmerged = headline_of(replace(found, result=replace(RESULT, overall=None)), "lyso")
    assert unmerged == replace(of_lyso, cc_half_overall=None, completeness_frac=None)
