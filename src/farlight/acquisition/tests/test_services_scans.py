"""Scans, powders and treatments: asked for, refused with every reason, collected and told."""

import dataclasses

import pytest

from farlight.acquisition.adapters.bluesky_engine import order_for
from farlight.acquisition.models import Handling, Request
from farlight.acquisition.tests.experiments import DETECTOR, ENGINE, LIMITS, engine_running, wait_for
from farlight.acquisition.types import CollectionParameters, HandlingKind, RequestKind, Treatment
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.bus.public import entries_after
from farlight.engine import messages
from farlight.kernel.errors import Invalid, NotAllowed
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Spectrum

KINDS = tuple(kind.value for kind in RequestKind)
EDGE = EdgeScan(element="Se", edge="K", below_ev=30.0, above_ev=50.0, step_ev=5.0)
SPECTRUM = Spectrum(channels=2048, channel_ev=10.0)
WASH = Treatment(deed=HandlingKind.WASH, duration_s=1.0)
BARE = CollectionParameters(exposure_time_s=0.002)


def of_every_kind(experiment):
    definition = a_definition("sim1", detector=DETECTOR, limits=LIMITS, engine=ENGINE, collections=KINDS)
    define_beamline(definition=definition)
    return experiment


@pytest.fixture
def versatile(experiment):
    return of_every_kind(experiment)


def told(session, *kinds):
    return [entry.body for entry in entries_after(session, 0) if entry.kind in kinds]


def refused(experiment, **changes):
    with pytest.raises(Invalid) as refusal:
        experiment.queue(**changes)
    return {objection.field: str(objection) for objection in refusal.value.objections}


def test_what_is_asked_for_is_made_whole(versatile):
    edge = versatile.queue(layout=EDGE, energy_ev=1.0, images=9, detector_distance_mm=None)
    assert (edge.kind, edge.parameters.images, edge.parameters.energy_ev) == (RequestKind.EDGE_SCAN, 17, 12658.0)
    assert (edge.parameters.width_deg, edge.parameters.detector_distance_mm) == (0.0, 130.0)
    wash = versatile.queue(treatment=WASH, layout=EDGE, energy_ev=-1.0, exposure_time_s=-1.0)
    assert (wash.kind, wash.parameters.images, wash.parameters.layout) == (RequestKind.WASH, 0, None)
    assert (wash.parameters.duration_s, wash.progress_frac) == (1.0, 0.0)
    powder = versatile.queue(layout=Exposures(exposures=4))
    assert (powder.kind, powder.parameters.images, powder.parameters.width_deg) == (RequestKind.POWDER, 4, 0.0)
    kinds = [
        versatile.queue(layout=layout).kind.words
        for layout in (SPECTRUM, AxisScan(axis=Axis.OMEGA, first=0, last=9, points=4))
    ]
    assert kinds == ["fluorescence spectrum", "alignment scan"]
    assert [body["summary"].replace("\u202f", " ") for body in told(versatile.session, "request-queued")] == [
        "Se K edge, from 30 eV below to 50 eV above in steps of 5 eV, 2 ms, 100 % beam",
        "wash for 1 s",
        "4 exposures, 2 ms, 12 658 eV, 100 % beam, 120 mm",
        "fluorescence spectrum, 2 ms, 12 658 eV, 100 % beam",
        "omega from 0 to 9 °, 4 points, 2 ms, 12 658 eV, 100 % beam",
    ]


def test_a_beamline_refuses_what_it_does_not_do(experiment):
    assert refused(experiment, layout=EDGE) == {"kind": "This beamline does no edge scan. It does: rotation."}


def test_every_objection_to_an_edge_scan_comes_at_once(versatile):
    wrong = dataclasses.replace(EDGE, element="Fe", below_ev=5.0, above_ev=9999.0, step_ev=0.01)
    said = refused(versatile, layout=wrong, exposure_time_s=99.0, transmission_frac=2.0)
    assert set(said) == {"below_ev", "above_ev", "step_ev", "exposure_time_s", "transmission_frac"}
    assert said["step_ev"] == "Steps of 0.01 eV are not possible here. Give a value from 0.2 to 5 eV."
    assert refused(versatile, layout=dataclasses.replace(EDGE, element="Xx")) == {
        "element": "No edge of Xx is known. Give the symbol of an element, such as Se or Hg."
    }
    assert set(refused(versatile, layout=dataclasses.replace(EDGE, edge="L3"))) == {"below_ev", "above_ev"}
    assert refused(versatile, layout=dataclasses.replace(EDGE, element="Na", edge="L3")) == {
        "edge": "Na has no L3 edge in reach. Choose one of: K."
    }
    long = dataclasses.replace(EDGE, below_ev=300.0, above_ev=600.0, step_ev=0.2)
    assert refused(versatile, layout=long) == {
        "step_ev": "A scan has at most 1000 points. Make it shorter, or its steps wider."
    }


def test_edges_beyond_the_beamline_are_refused_by_their_energies(versatile):
    said = refused(versatile, layout=dataclasses.replace(EDGE, element="Ca"))
    assert said["below_ev"] == "The first energy of 4008.5 eV is not possible here. Give a value from 6000 to 20000 eV."
    assert set(said) == {"below_ev", "above_ev"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"points": 2}, {"points"}),
        ({"last": 0.0}, {"last"}),
        ({"first": -9000.0, "last": float("nan")}, {"first", "last"}),
        ({"axis": Axis.ENERGY, "first": 100.0, "last": 12000.0}, {"first"}),
    ],
)
def test_an_alignment_stays_in_reach(versatile, changes, fields):
    scan = AxisScan(axis=Axis.SAMPLE_X, first=0.0, last=100.0, points=11)
    assert set(refused(versatile, layout=dataclasses.replace(scan, **changes))) == fields


@pytest.mark.parametrize(
    ("deed", "duration_s", "said"),
    [
        ("wash", 0.0, "To wash for 0 s is not possible here. Give a value from 1 to 60 s."),
        ("anneal", 31.0, "To anneal for 31 s is not possible here. Give a value from 0.1 to 30 s."),
    ],
)
def test_a_treatment_has_its_limits(versatile, deed, duration_s, said):
    treatment = Treatment(deed=HandlingKind(deed), duration_s=duration_s)
    assert refused(versatile, treatment=treatment) == {"duration_s": said}


def test_a_mount_is_no_treatment():
    with pytest.raises(ValueError, match="mount"):
        CollectionParameters(treatment=Treatment(deed=HandlingKind.MOUNT, duration_s=1.0)).kind.value  # noqa: B018


def test_who_may_not_queue_may_not_wash_either(versatile):
    from farlight.acquisition.services.queueing import queue_collection

    parameters = dataclasses.replace(BARE, treatment=WASH)
    with pytest.raises(NotAllowed):
        queue_collection(
            session=versatile.session, sample=versatile.sample, parameters=parameters, by=versatile.observer
        )
    assert not Request.objects.exists()


def test_orders_say_what_is_done_instead_of_measuring(tmp_path):
    parameters = dataclasses.replace(BARE, treatment=WASH, detector_distance_mm=130.0)
    order = order_for("r-4f2k", parameters, None, tmp_path, None)
    assert order.treatment == messages.Treatment(handling=messages.HandlingKind.WASH, duration_s=1.0)
    assert (order.directory, order.prefix) == (tmp_path / "treatments", "sample_r-4f2k")


@pytest.mark.django_db(transaction=True)
def test_a_scan_becomes_a_run_and_a_treatment_none(live_experiment):
    versatile = of_every_kind(live_experiment)
    wash = versatile.queue(treatment=WASH)
    edge = versatile.queue(layout=EDGE)
    last = versatile.queue(images=2)
    with engine_running():
        wait_for(lambda: versatile.state_of(last) == "done", 40.0)
    states = Request.objects.order_by("pk").values_list("kind", "state", "run_number", "frames")
    assert list(states) == [("wash", "done", None, 0), ("edge_scan", "done", 1, 17), ("rotation", "done", 2, 2)]
    washed = Handling.objects.get(kind="wash")
    assert (washed.state, washed.request.code, washed.sample.code) == ("finished", wash.code, versatile.sample)
    assert [name.rpartition("_")[0][-6:] for name in sorted(washed.pictures, reverse=True)] == ["before", "_after"]
    started = told(versatile.session, "collection-started")
    assert [(body["run_kind"], body["run_number"]) for body in started] == [("edge_scan", 1), ("rotation", 2)]
    assert started[0]["layout"]["element"] == "Se"
    assert {body["run_number"] for body in told(versatile.session, "collection-stage-reached")} == {None, 1, 2}
    assert edge.progress_frac == 0.0
