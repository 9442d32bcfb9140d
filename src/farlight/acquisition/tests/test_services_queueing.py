import pytest

from farlight.acquisition.errors import WrongState
from farlight.acquisition.events import QueueReordered, RequestChanged, RequestQueued
from farlight.acquisition.models import Request
from farlight.acquisition.public import (
    cancel_request,
    move_request,
    queue_collection,
    queue_of,
    repeat_request,
    request_summary,
    requests_of,
)
from farlight.acquisition.tests.experiments import SWEEP
from farlight.acquisition.types import RequestState
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.bus.public import entries_after
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.samples.tests.factories import make_sample
from farlight.samples.types import Hazard


def kinds(session):
    return [entry.kind for entry in entries_after(session, 0)]


def test_a_sweep_is_queued_with_its_event(experiment):
    request = experiment.queue()
    assert request.state is RequestState.QUEUED
    assert request.parameters == SWEEP
    assert (request.sample, request.sample_name, request.queued_by) == (experiment.sample, "Lyso ÄÖ 1", "Ada Tester")
    assert request.run_number is None
    assert kinds(experiment.session)[-1] == RequestQueued.kind == "request-queued"
    assert request_summary(experiment.ada, experiment.session, request.code) == request


def test_a_resolution_is_kept_with_the_distance_that_it_means(experiment):
    request = experiment.queue(detector_distance_mm=None, resolution_angstrom=3.0)
    assert request.parameters.resolution_angstrom == 3.0
    assert request.parameters.detector_distance_mm == pytest.approx(112.9, abs=0.5)


def test_whatever_is_on_the_goniometer_can_be_measured(experiment):
    request = queue_collection(session=experiment.session, sample=None, parameters=SWEEP, by=experiment.ada)
    assert (request.sample, request.sample_name) == ("", "")


def test_all_objections_come_at_once(experiment):
    toxic = make_sample("mx2341", "toxin", acronym="tox", hazard=Hazard.RED)
    with pytest.raises(Invalid) as refusal:
        experiment.queue(sample=toxic.code, width_deg=9.0, images=100_000)
    assert [objection.field for objection in refusal.value.objections] == ["width_deg", "images", "sample"]
    assert not Request.objects.exists()


def test_who_only_looks_on_hears_why_and_what_is_wrong_besides(experiment):
    with pytest.raises(NotAllowed) as refusal:
        queue_collection(
            session=experiment.session,
            sample=experiment.sample,
            parameters=SWEEP.__class__(images=0, detector_distance_mm=120.0),
            by=experiment.observer,
        )
    assert [reason.field for reason in refusal.value.reasons][-1] == "images"
    assert len(refusal.value.reasons) > 1


def test_a_session_that_is_over_takes_no_requests(experiment):
    over = make_session(experiment.ada, "mx2343", beamline="sim3", starts_in=-9 * HOUR, state="ended")
    with pytest.raises(NotAllowed):
        queue_collection(session=over.code, sample=None, parameters=SWEEP, by=experiment.ada)


def test_rivals_and_their_samples_do_not_exist(experiment):
    with pytest.raises(NotFound):
        queue_collection(session=experiment.rival_session, sample=None, parameters=SWEEP, by=experiment.ada)
    with pytest.raises(NotFound):
        experiment.queue(sample=experiment.rival_sample)
    with pytest.raises(NotFound):
        queue_of(experiment.rival, experiment.session)
    with pytest.raises(NotFound):
        requests_of(experiment.rival, experiment.session)
    with pytest.raises(NotFound):
        request_summary(experiment.ada, experiment.session, "r-unknown")


def test_a_request_is_cancelled_once(experiment):
    request = experiment.queue()
    for _ in range(2):
        cancel_request(session=experiment.session, request=request.code, by=experiment.ada)
    assert experiment.state_of(request) == "cancelled"
    assert kinds(experiment.session).count(RequestChanged.kind) == 1
    assert queue_of(experiment.ada, experiment.session) == []


def test_what_is_being_collected_cannot_be_cancelled(experiment):
    request = experiment.queue()
    Request.objects.update(state="collecting")
    with pytest.raises(WrongState, match="collecting"):
        cancel_request(session=experiment.session, request=request.code, by=experiment.ada)


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (99, "abc")])
def test_requests_are_moved(experiment, to, order):
    named = {name: experiment.queue() for name in "abc"}
    move_request(session=experiment.session, request=named["c"].code, to=to, by=experiment.ada)
    queue = [request.code for request in queue_of(experiment.ada, experiment.session)]
    assert queue == [named[name].code for name in order]
    assert kinds(experiment.session)[-1] == QueueReordered.kind


def test_only_what_waits_can_be_moved(experiment):
    request = experiment.queue()
    cancel_request(session=experiment.session, request=request.code, by=experiment.ada)
    with pytest.raises(WrongState):
        move_request(session=experiment.session, request=request.code, to=0, by=experiment.ada)


def test_repeating_makes_a_new_request(experiment):
    request = experiment.queue()
    Request.objects.update(state="interrupted")
    again = repeat_request(session=experiment.session, request=request.code, by=experiment.ada)
    assert again.code != request.code
    assert (again.parameters, again.sample, again.state) == (request.parameters, request.sample, RequestState.QUEUED)
    assert [r.code for r in requests_of(experiment.ada, experiment.session)] == [again.code, request.code]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_one_query_whatever_its_length(experiment, rows, django_assert_num_queries):
    from farlight.acquisition.queries import queue_of_session

    for _ in range(rows):
        experiment.queue()
    session_id = Request.objects.first().session_id
    with django_assert_num_queries(1):
        assert len(queue_of_session(session_id)) == rows


def test_a_request_is_found_in_its_own_session_alone(experiment):
    request = experiment.queue()
    theirs = queue_collection(
        session=experiment.rival_session, sample=experiment.rival_sample, parameters=SWEEP, by=experiment.rival
    )
    for code in (theirs.code, "r-unknown", "no code"):
        with pytest.raises(NotFound, match=f"Session {experiment.session} has no request"):
            request_summary(experiment.ada, experiment.session, code)
    with pytest.raises(NotFound):
        request_summary(experiment.rival, experiment.session, request.code)
