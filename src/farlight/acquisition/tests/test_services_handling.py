"""What the robot and the goniometer do is written down and told, whatever becomes of it."""

import pytest

from farlight.acquisition.models import Handling, Request
from farlight.acquisition.public import driver_of, handling_coded, handlings_coded
from farlight.acquisition.queries import handling_picture
from farlight.acquisition.services.handling import end_handling, start_handling
from farlight.acquisition.tests.experiments import DETECTOR, ENGINE, LIMITS, engine_running, wait_for
from farlight.acquisition.types import CollectionParameters, HandlingKind, HandlingState
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.bus.public import entries_after
from farlight.engine.messages import SampleInBeam
from farlight.kernel.errors import Invalid, NotFound
from farlight.science.scans import Grid, Screening

SCREENING = Screening(angles_deg=(0.0, 45.0, 90.0))
GRID = Grid(rows=2, columns=3, step_x_um=20.0, step_y_um=20.0)


def told(session, *kinds):
    return [entry for entry in entries_after(session, 0) if entry.kind in kinds]


@pytest.fixture
def versatile(live_experiment):
    kinds = ("rotation", "screening", "grid")
    define_beamline(definition=a_definition("sim1", detector=DETECTOR, limits=LIMITS, engine=ENGINE, collections=kinds))
    return live_experiment


@pytest.mark.django_db(transaction=True)
def test_screenings_and_grids_are_collected_and_told_with_their_layout(versatile):
    versatile.queue(layout=SCREENING)
    last = versatile.queue(layout=GRID, images=77)
    assert (last.kind.value, last.parameters.images, last.parameters.width_deg) == ("grid", 6, 0.0)
    with engine_running():
        wait_for(lambda: versatile.state_of(last) == "done")
    started = [entry.body for entry in told(versatile.session, "collection-started")]
    assert [(s["run_kind"], s["images"]) for s in started] == [("screening", 3), ("grid", 6)]
    assert started[0]["layout"] == {"angles_deg": [0.0, 45.0, 90.0]}
    assert started[1]["layout"] == {"rows": 2, "columns": 3, "step_x_um": 20.0, "step_y_um": 20.0, "snaked": True}
    assert started[1]["flux_hz"] > 0
    (picture,) = [e.body for e in told(versatile.session, "snapshot-taken") if e.body["run_number"] == 2]
    assert (picture["size_px"], picture["microns_per_px"]) == ([640, 480], 0.75)


@pytest.mark.django_db(transaction=True)
def test_the_robot_and_the_centring_become_handlings(live_experiment):
    live_experiment.queue()
    with engine_running():
        wait_for(lambda: told(live_experiment.session, "collection-ended"))
    started, ended = (told(live_experiment.session, f"handling-{word}") for word in ("started", "ended"))
    assert [e.body["handling_kind"] for e in started] == ["mount", "centring"]
    assert [e.body["outcome"] for e in ended] == ["finished", "finished"]
    codes = [e.body["handling"] for e in started]
    mount = handlings_coded(live_experiment.ada, live_experiment.session, codes)[codes[0]]
    assert (mount.kind, mount.state, mount.sample) == ("mount", "finished", live_experiment.sample)
    assert len(mount.pictures) == 2
    assert mount.duration_s >= 0
    found = handling_picture(live_experiment.ada, live_experiment.session, mount.code, mount.pictures[0])
    assert found.read_bytes()[:2] == b"\xff\xd8"
    for person, session, name in (
        (live_experiment.rival, live_experiment.session, mount.pictures[0]),
        (live_experiment.ada, live_experiment.session, "../secret.jpg"),
        (live_experiment.rival, live_experiment.rival_session, mount.pictures[0]),
    ):
        with pytest.raises(NotFound):
            handling_picture(person, session, mount.code, name)


def under_way(experiment):
    code = experiment.queue().code
    Request.objects.filter(code=code).update(state="collecting")
    return Request.objects.select_related("session__proposal").get(code=code)


def test_what_breaks_off_is_ended_with_its_reason(experiment):
    request = under_way(experiment)
    sample = SampleInBeam(code=experiment.sample, name="Lyso", acronym="lyso", container="P-1", position=4)
    row = start_handling(request=request, kind=HandlingKind.MOUNT, sample=sample, picture=None)
    assert handling_coded(experiment.session, row.code).duration_s is None
    for outcome in (HandlingState.FAILED, HandlingState.FINISHED):
        end_handling(request=request, outcome=outcome, note="The gripper is warm.")
    found = handling_coded(experiment.session, row.code)
    assert (found.state, found.note, found.container, found.container_position) == (
        HandlingState.FAILED,
        "The gripper is warm.",
        "P-1",
        4,
    )
    assert len(told(experiment.session, "handling-ended")) == 1


def test_a_strange_sample_is_handled_under_its_name(experiment):
    sample = SampleInBeam(code="s-elsewhere", name="not ours", acronym="")
    row = start_handling(request=under_way(experiment), kind=HandlingKind.WASH, sample=sample, picture=None)
    found = handling_coded(experiment.session, row.code)
    assert (found.sample, found.sample_name, found.kind.is_by_robot) == ("", "not ours", False)
    assert str(Handling.objects.get()) == "wash not ours"


def test_rivals_learn_nothing_of_handlings(experiment):
    with pytest.raises(NotFound):
        handlings_coded(experiment.rival, experiment.session, ["h-1"])
    with pytest.raises(NotFound):
        driver_of(experiment.rival, experiment.session)
    with pytest.raises(NotFound):
        handling_coded(experiment.session, "h-unknown")


def test_who_asked_for_what_is_collected_drives(experiment):
    assert driver_of(experiment.ada, experiment.session) == ""
    under_way(experiment)
    assert driver_of(experiment.observer, experiment.session) == experiment.ada.full_name


@pytest.mark.parametrize(
    ("layout", "fields"),
    [
        (Screening(angles_deg=()), {"angles_deg", "images", "kind"}),
        (Screening(angles_deg=(0.0, 1e9)), {"angles_deg", "kind"}),
        (
            Grid(rows=0, columns=101, step_x_um=0.1, step_y_um=1e6),
            {"grid_rows", "grid_columns", "step_x_um", "step_y_um", "images", "kind"},
        ),
    ],
)
def test_every_objection_to_a_layout_is_told(experiment, layout, fields):
    with pytest.raises(Invalid) as refusal:
        experiment.queue(layout=layout)
    assert {objection.field for objection in refusal.value.objections} == fields


def test_kinds_follow_the_layout():
    assert [CollectionParameters(layout=layout).kind.value for layout in (None, SCREENING, GRID)] == [
        "rotation",
        "screening",
        "grid",
    ]
