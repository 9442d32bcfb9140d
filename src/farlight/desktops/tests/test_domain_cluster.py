from datetime import UTC, datetime

import pytest

from farlight.beamlines.types import ClusterPlace
from farlight.desktops.domain.cluster import (
    JobPhase,
    JobSight,
    ending_words,
    hopeless_words,
    refusal_words,
    sights_in,
    waiting_words,
)

PLACE = ClusterPlace(partition="desk", cpus=4, memory_gib=16, hours=8)
MENDS = " of this desktop in the facility file."


def sight(state="PENDING", reason="None"):
    return JobSight(phase=JobPhase.WAITS, state=state, reason=reason, node="", starts_at=None, ends_at=None)


def test_lists_of_squeue_are_read_and_other_lines_passed_over():
    text = (
        "7|RUNNING|None|node3|2026-11-26T20:40:28|2026-11-27T04:40:28\n"
        "8|PENDING|ReqNodeNotAvail, UnavailableNodes:vm|n/a|N/A|N/A\n"
        "9|COMPLETING|None|node3|2026-11-26T20:40:28|2026-11-26T20:41:28\n"
        "slurm says something|else\n"
        "10|NEW_STATE_OF_LATER|None||N/A|N/A\n"
    )
    found = sights_in(text)
    assert {number: one.phase.value for number, one in found.items()} == {
        "7": "runs",
        "8": "waits",
        "9": "ends",
        "10": "over",
    }
    assert found["7"] == JobSight(
        phase=JobPhase.RUNS,
        state="RUNNING",
        reason="None",
        node="node3",
        starts_at=datetime(2026, 11, 26, 20, 40, 28, tzinfo=UTC),
        ends_at=datetime(2026, 11, 27, 4, 40, 28, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Resources", "It waits for a free node."),
        ("Priority", "It waits for a free node; other jobs are before it."),
        (
            "Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority partitions",
            "It waits for a node: those that it could have are down, reserved or being worked on.",
        ),
        ("QOSMaxCpuPerUserLimit", "Its share of the cluster is in use; it starts when others end theirs."),
        ("AssocGrpCpuLimit", "Its share of the cluster is in use; it starts when others end theirs."),
        ("None", "The cluster has it on its list."),
    ],
)
def test_reasons_to_wait_are_plain_words(reason, words):
    assert (waiting_words(sight(reason=reason)), hopeless_words(sight(reason=reason))) == (words, "")


@pytest.mark.parametrize("reason", ["PartitionTimeLimit", "PartitionConfig", "BadConstraints", "PartitionNodeLimit"])
def test_what_never_starts_says_what_staff_change(reason):
    words = hopeless_words(sight(reason=reason))
    assert words.startswith("The cluster has no place of this size. Staff: change `slurm.cpus`")


def test_an_account_that_is_not_known_is_said():
    assert "does not know this account" in hopeless_words(sight(reason="InvalidAccount"))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("TIMEOUT", "Its 8 h at the cluster are over. Start it anew; what was saved is still there."),
        ("NODE_FAIL", "The computer that it ran on failed. Start it anew; it comes up on another one."),
        (
            "OUT_OF_MEMORY",
            (
                "It needed more than its 16 GiB of memory. Start it anew; staff may give it more by `slurm.memory_gib` "
                "in the facility file."
            ),
        ),
        ("CANCELLED", "Somebody cancelled it at the cluster. Start it anew."),
        ("COMPLETED", "Its program ended. Start it anew."),
        ("FAILED", "Its job failed. Start it anew; if it fails again, staff find why in `job.log` in its folder."),
    ],
)
def test_ends_say_why_and_what_to_do(state, words):
    assert ending_words(sight(state=state), PLACE) == words


def test_a_job_that_failed_as_it_never_could_start_says_so():
    found = ending_words(sight(state="FAILED", reason="BadConstraints"), PLACE)
    assert found.startswith("The cluster has no place of this size.")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "sbatch: error: invalid partition specified: desk\nsbatch: error: Batch job submission failed",
            f"The cluster has no partition 'desk'. Staff: change `slurm.partition`{MENDS}",
        ),
        (
            "sbatch: error: Batch job submission failed: Requested node configuration is not available",
            (
                "No node of the cluster has 4 processors and 16 GiB of memory. Staff: change `slurm.cpus` or "
                f"`slurm.memory_gib`{MENDS}"
            ),
        ),
        (
            "sbatch: error: Batch job submission failed: Requested time limit is invalid",
            f"The cluster lets nothing run for 8 h. Staff: change `slurm.hours`{MENDS}",
        ),
        ("sbatch: error: It rains\nmore", "The cluster refused it: It rains. Staff: see `sbatch`."),
        ("", "The cluster refused it: it did not say why. Staff: see `sbatch`."),
    ],
)
def test_refusals_name_the_line_that_staff_change(said, words):
    assert refusal_words(said, PLACE) == words
