from datetime import timedelta

import pytest

from farlight.beamtime.public import assign_local_contact
from farlight.bus.public import all_entries
from farlight.kernel.time import utc_now
from farlight.mail.public import mail_preview
from farlight.people.public import lock_person, person_named
from farlight.people.tests.factories import make_person
from farlight.proposals.public import proposal_row, set_members
from farlight.samples.public import place_sample, register_sample, register_substance
from farlight.samples.tests.factories import make_container
from farlight.shipping.domain.telling import TOLD, Listener, telling_of
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.telling import facts_of_move, tell_of_deadline, tell_of_move
from farlight.shipping.tests.factories import bring_parcel_to, declare, make_parcel, make_puck, move_parcel, put_in
from farlight.shipping.types import Move, ParcelMove, ParcelState, Particulars, Source

NOW = utc_now()
"""Handlers run after the commit, which tests never reach: here they are called by hand."""


@pytest.fixture
def contact(session):
    return make_person("cleo", "local_contact", beamline="sim1")


@pytest.fixture
def everybody(ada, stores, safety, contact, rival):
    """All who might be told, and one who must not."""


@pytest.fixture
def written(client):
    """What the mails said to a person were, newest first, as programs read them."""

    def read(username):
        client.force_login(person_named(username), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get("/api/v1/mails").json()["items"]

    return read


def told():
    """Who was told in the last rounds, and by which texts."""
    mails = [entry.body for entry in all_entries("") if entry.kind == "mails-written"]
    return {(mail["template"], *sorted(mail["people"])) for mail in mails}


def tell(parcel, recorded):
    return tell_of_move(parcel=parcel.code, number=recorded.number, now=NOW)


@pytest.mark.usefixtures("everybody")
def test_a_submission_that_needs_review_is_told_to_the_safety_group_once(parcel, ada):
    substance = register_substance(proposal="mx2341", acronym="ipa", name="Isopropanol")
    declare(substance, ada)
    puck = make_container("CPS-1", proposal="mx2341")
    place_sample(sample=register_sample(substance=substance, name="x1"), container=puck, position=1, now=NOW)
    put_in(parcel, puck)
    submitted = move_parcel(parcel, Move.SUBMIT, ada)
    assert (tell(parcel, submitted), tell(parcel, submitted)) == (2, 0)
    assert told() == {("parcel_submitted", "saf"), ("parcel_submitted", "cleo")}


@pytest.mark.usefixtures("everybody")
def test_what_passes_by_itself_troubles_nobody(parcel, ada):
    put_in(parcel, make_puck())
    submitted = move_parcel(parcel, Move.SUBMIT, ada)
    assert (tell(parcel, submitted), tell_of_move(parcel=parcel.code, number=submitted.number + 1, now=NOW)) == (0, 0)


@pytest.mark.usefixtures("everybody")
def test_an_arrival_is_told_to_the_sender_and_the_local_contact(parcel, ada, stores, safety, written):
    put_in(parcel, make_puck())
    recorded = bring_parcel_to(parcel, Move.RECEIVE, sender=ada, staff=stores, safety=safety)
    assert tell(parcel, recorded) == 2
    assert told() == {("parcel_received", "ada", "cleo")}
    (mail,) = written("ada")
    assert (mail["subject"], mail["needs_person"]) == ("Arrived: parcel Dewar 1", False)


@pytest.mark.usefixtures("everybody")
def test_a_problem_is_told_to_all_whom_it_concerns_but_who_found_it(parcel, ada, stores, safety, written):
    put_in(parcel, make_puck())
    bring_parcel_to(parcel, Move.RECEIVE, sender=ada, staff=stores, safety=safety)
    make_person("stig", "stores")
    recorded = move_parcel(parcel, Move.REPORT_WARM, stores, reason="No nitrogen left <b>")
    assert tell(parcel, recorded) == 3
    assert told() == {("parcel_problem", "ada", "cleo"), ("parcel_problem", "stig")}
    (mail,) = written("ada")
    assert (mail["subject"], mail["needs_person"]) == ("Problem: parcel Dewar 1 was reported warm", True)


@pytest.mark.usefixtures("everybody")
def test_a_move_that_was_taken_back_is_taken_back_by_mail(parcel, ada, stores, safety):
    put_in(parcel, make_puck())
    received = bring_parcel_to(parcel, Move.RECEIVE, sender=ada, staff=stores, safety=safety)
    undone = undo_move(parcel=parcel.code, number=received.number, by=stores, source=Source.PAGE, now=utc_now())
    assert tell(parcel, undone) == 2
    assert told() == {("parcel_undone", "ada", "cleo")}


@pytest.mark.usefixtures("everybody")
def test_who_left_the_group_or_was_locked_hears_nothing_more(ada, session, stores, safety):
    bea = make_person("bea")
    set_members(proposal=proposal_row("mx2341"), members=(bea,))
    parcel = make_parcel(bea, session=session.code, now=NOW - timedelta(days=1))
    put_in(parcel, make_puck())
    recorded = bring_parcel_to(parcel, Move.RECEIVE, sender=bea, staff=stores, safety=safety)
    set_members(proposal=proposal_row("mx2341"), members=())
    assert tell(parcel, recorded) == 1
    assert told() == {("parcel_received", "cleo")}
    lock_person(person=person_named("cleo"), reason="left")
    warm = move_parcel(parcel, Move.REPORT_WARM, stores)
    assert tell(parcel, warm) == 1
    assert told() == {("parcel_received", "cleo"), ("parcel_problem", "ada")}


@pytest.mark.usefixtures("everybody")
def test_a_parcel_for_no_session_has_no_local_contact(ada, session, stores, safety):
    parcel = make_parcel(ada, now=NOW - timedelta(days=1))
    parcel.shipment.is_for_queue = True
    parcel.shipment.save()
    put_in(parcel, make_puck())
    recorded = bring_parcel_to(parcel, Move.RECEIVE, sender=ada, staff=stores, safety=safety)
    assert tell(parcel, recorded) == 1


@pytest.mark.usefixtures("everybody")
def test_the_sessions_own_local_contact_is_told_and_the_others_of_its_beamline_are_not(
    parcel, session, ada, stores, safety
):
    put_in(parcel, make_puck())
    cora = make_person("cora", "local_contact", beamline="sim1")
    assign_local_contact(session=session, person=cora)
    recorded = bring_parcel_to(parcel, Move.RECEIVE, sender=ada, staff=stores, safety=safety)
    assert tell(parcel, recorded) == 2
    assert told() == {("parcel_received", "ada", "cora")}


@pytest.mark.usefixtures("everybody")
def test_a_deadline_is_told_once(parcel, written):
    said = {"old": "2026-12-01T11:00:00+00:00", "new": "2026-11-20T11:00:00+00:00", "because": "Session moved."}
    assert [tell_of_deadline(parcel=parcel.code, now=NOW, **said) for _ in range(2)] == [2, 0]
    assert tell_of_deadline(parcel=parcel.code, old=said["new"], new="", because="Called off.", now=NOW) == 2
    assert [mail["subject"] for mail in written("ada")] == [
        "No deadline any more: parcel Dewar 1",
        "Another deadline: send parcel Dewar 1 by Fri 20 Nov",
    ]


@pytest.mark.parametrize("move", TOLD)
def test_every_text_names_facts_that_there_are(parcel, move):
    said = Particulars(reason="Because.", missing=("Lid",), slot="A1", session="mx2341-7", conditions="Gloves")
    made = ParcelMove(number=2, move=move, at=NOW, recorded_at=NOW, source=Source.PAGE, particulars=said)
    facts = facts_of_move(parcel, made, moves_of(parcel))
    for needs in (True, False):
        preview = mail_preview(TOLD[move].template, {**facts, "needs_you": needs})
        assert (preview.unknown, parcel.name in preview.subject) == ((), True)


def moves(*made):
    return [
        ParcelMove(number=n, move=move, at=NOW, recorded_at=NOW, source=source, particulars=Particulars(**said))
        for n, (move, source, said) in enumerate(made, start=1)
    ]


def test_late_remarks_and_clean_inspections_are_left_to_the_timeline():
    clean, found = moves((Move.INSPECT, Source.SCAN, {}), (Move.INSPECT, Source.SCAN, {"missing": ("Lid",)}))
    late = ParcelMove(number=3, move=Move.RECEIVE, at=NOW, recorded_at=NOW, source=Source.SCAN, is_late=True)
    plain = ParcelMove(number=4, move=Move.STORE, at=NOW, recorded_at=NOW, source=Source.SCAN)
    undo = ParcelMove(number=5, move=Move.UNDO, at=NOW, recorded_at=NOW, source=Source.PAGE, undoes=4)
    everything = [clean, found, late, plain, undo]
    assert [telling_of(move, everything, ParcelState.STORED) is not None for move in everything] == [
        False, True, False, False, False
    ]  # fmt: skip


def test_a_later_approval_by_rule_is_told():
    submit, note, approve = moves(
        (Move.SUBMIT, Source.PAGE, {}), (Move.NOTE, Source.PAGE, {}), (Move.APPROVE, Source.RULE, {})
    )
    telling = telling_of(approve, [submit, note, approve], ParcelState.APPROVED)
    assert (telling.template, telling.needed) == ("parcel_approved", frozenset({Listener.SENDER}))


def test_whoever_something_waits_for_is_told_at_all():
    assert [move for move, telling in TOLD.items() if not telling.needed <= telling.to] == []
