from datetime import UTC, datetime, timedelta

import pytest

from farlight.bus.public import Entry
from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.experiment.following import Progress

BEGAN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
STARTED = ("collection-started", {"run_number": 1, "images": 120, "detector": "EIGER2 1M"})
ENDED = ("run-ended", {"outcome": "finished", "frames": 120, "reason": ""})
ANALYSED = ("run-analysis-ended", {"analysed": 120, "note": ""})
QUEUED = ("processing-queued", {"processing": 1})
INDEXING = ("processing-stage-reached", {"stage": "index", "progress_frac": 0.14})
FINISHED = ("processing-finished", {"space_group": "I 2 3"})


def progress_after(*happened):
    told = []
    progress = Progress(tell=told.append)
    for number, (kind, body) in enumerate(happened, start=1):
        at = BEGAN + timedelta(seconds=number)
        progress.take(Entry(number=number, kind=kind, by="", at=at, body=body))
    return progress, told


def test_whole_experiment_is_told_and_is_over():
    progress, told = progress_after(STARTED, ENDED, QUEUED, INDEXING, ANALYSED, FINISHED)
    assert (progress.is_over, progress.run, progress.processing) == (True, 1, 1)
    assert told == [
        "acquisition: run 1 with 120 images of EIGER2 1M",
        "acquisition: finished after 120 images",
        "processing: index (14 %)",
        "image analysis: 120 images looked at",
        "processing: finished, I 2 3",
    ]
    assert progress.moments["processing-queued"] == BEGAN + timedelta(seconds=3)


@pytest.mark.parametrize(
    ("happened", "stage"),
    [
        ((), "acquisition"),
        ((STARTED,), "acquisition"),
        ((STARTED, ENDED), "processing"),
        ((STARTED, ENDED, QUEUED, ANALYSED), "processing"),
        ((STARTED, ENDED, QUEUED, FINISHED), "image analysis"),
    ],
)
def test_stage_is_what_is_waited_for(happened, stage):
    progress, _ = progress_after(*happened)
    assert (progress.stage, progress.is_over) == (stage, False)


@pytest.mark.parametrize(
    ("happened", "stage", "why"),
    [
        ([("request-changed", {"state": "failed", "reason": "The disk is full."})], "acquisition", "The disk is full."),
        ([("request-changed", {"state": "cancelled", "reason": ""})], "acquisition", "The request was cancelled."),
        (
            [STARTED, ("run-ended", {"outcome": "failed", "frames": 3, "reason": "The shutter is stuck."})],
            "acquisition",
            "The shutter is stuck.",
        ),
        (
            [STARTED, ("run-ended", {"outcome": "finished", "frames": 0, "reason": ""})],
            "acquisition",
            "No image was collected.",
        ),
        (
            [STARTED, ENDED, ("run-analysis-ended", {"analysed": 0, "note": "The file is truncated."})],
            "image analysis",
            "The file is truncated.",
        ),
        (
            [
                STARTED,
                ENDED,
                ("processing-failed", {"step": "index", "why": "No lattice.", "try_next": ["More images."]}),
            ],
            "processing (index)",
            "No lattice.",
        ),
        ([STARTED, ENDED, ("processing-cancelled", {"processing": 1})], "processing", "Processing 1 was cancelled."),
    ],
)
def test_failure_says_stage_and_reason(happened, stage, why):
    with pytest.raises(ExperimentFailed) as failed:
        progress_after(*happened)
    assert (failed.value.stage, failed.value.why) == (stage, why)


def test_request_that_changes_state_as_it_should_is_no_failure():
    progress, _ = progress_after(("request-changed", {"state": "collecting", "reason": ""}), STARTED)
    assert progress.run == 1
