from datetime import timedelta
from uuid import uuid4

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import (
    contents_of,
    describe_specimen,
    empty_container,
    first_specimen,
    place_sample,
)
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import SpecimenDetails
from farlight.shipping.models import ParcelEvent, ParcelItem
from farlight.shipping.services.scanning import take_scans
from farlight.shipping.services.seeing import thing_seen
from farlight.shipping.tests.factories import bring_parcel_to
from farlight.shipping.types import ItemKind, Move, PinTold, Scanned

NOW = utc_now()


def pin(puck, slot, barcode, *, proposal="mx2341"):
    """A crystal with a code on its pin."""
    sample = make_sample(proposal, name=f"Lys{barcode}", acronym=f"a{barcode}")
    piece = first_specimen(sample)
    describe_specimen(specimen=piece, details=SpecimenDetails(barcodes=(barcode,)))
    place_sample(sample=sample, container=puck, position=slot, now=NOW - timedelta(days=1))
    return piece


@pytest.fixture
def lena(session):
    """Local contact: handles parcels and may know the samples."""
    return make_person("lena", "local_contact")


@pytest.fixture
def puck(parcel, ada, stores, safety):
    """Three pins, in a parcel that was inspected."""
    puck = make_container("CPS-0421")
    for slot in (1, 2, 3):
        pin(puck, slot, f"HA{slot}")
    ParcelItem.objects.create(parcel=parcel, kind=ItemKind.CONTAINER.value, container=puck)
    bring_parcel_to(parcel, Move.INSPECT, sender=ada, staff=stores, safety=safety, now=NOW)
    return puck


def reading(puck, pins, *, client_id=None):
    told = tuple(PinTold(slot=slot, state="read" if code else "empty", barcode=code) for slot, code in pins.items())
    code = puck if isinstance(puck, str) else puck.code
    return Scanned(client_id=client_id or uuid4(), at=NOW, code=code, verb="contents", pins=told)


def accepting(scan):
    return Scanned(client_id=uuid4(), at=NOW, code=scan.code, verb="accept", undoes=scan.client_id)


def take(scan, by):
    return take_scans(scans=[scan], by=by, now=NOW)[0]


def lies(puck):
    """Where each sample is."""
    return {taken.slot: taken.specimen.sample_name for taken in contents_of([puck.code])[puck.code].slots}


def told_of(session, kind):
    return [entry.body for entry in all_entries(session.code) if entry.kind == kind]


def test_a_puck_as_declared_agrees_and_nothing_is_told(puck, session, stores):
    answer = take(reading(puck, {"1": "HA1", "2": "ha2", "3": "HA3", "4": ""}), stores)
    assert (answer.outcome.value, answer.words) == ("done", "CPS-0421: All 4 positions that were read are as declared.")
    assert told_of(session, "contents-differ") == []


def test_what_differs_is_told_and_accepted_by_one_tap(puck, parcel, session, lena):
    scan = reading(puck, {"1": "HA2", "2": "HA1", "3": ""})
    answer = take(scan, lena)
    assert (answer.outcome.value, answer.can_accept) == ("differs", True)
    assert [f.message for f in answer.findings if f.kind not in {"as_declared", "not_looked_at"}] == [
        "LysHA2 and LysHA1 are exchanged: positions 1 and 2.",
        "LysHA1 and LysHA2 are exchanged: positions 2 and 1.",
        "LysHA3 should be in position 3, which is empty.",
    ]
    assert [(t["positions"], t["turned"]) for t in told_of(session, "contents-differ")] == [(3, False)]
    accept = accepting(scan)
    done = take(accept, lena)
    assert (done.outcome.value, done.words) == ("done", "CPS-0421: lies as it was read; 2 moved and 1 missing.")
    assert take(accept, lena).outcome.value == "repeated"
    assert lies(puck) == {"1": "LysHA2", "2": "LysHA1"}
    payload = ParcelEvent.objects.get(parcel=parcel, move="correct_contents").payload
    assert payload == {"text": "CPS-0421 lies as it was read; 2 moved and 1 missing."}
    assert [(t["moved"], t["missing"]) for t in told_of(session, "contents-corrected")] == [(2, 1)]


def test_stores_handle_samples_without_knowing_their_names(puck, stores):
    seen = thing_seen(stores, "cps-0421", now=NOW)
    assert [slot.declared for slot in seen.slots[:4]] == [
        "the piece declared for 1",
        "the piece declared for 2",
        "the piece declared for 3",
        "",
    ]
    answer = take(reading(puck, {"1": "HA2"}), stores)
    assert "Lys" not in str(answer)


def test_a_pin_of_a_group_that_one_does_not_handle_is_nobodys(puck, session):
    make_session(make_person("rolf"), "mx9999", beamline="sim2")
    other = make_container("RIV-1", proposal="mx9999")
    pin(other, 5, "HZ9", proposal="mx9999")
    lena = make_person("lena2", "local_contact", beamline="sim1")
    answer = take(reading(puck, {"1": "HZ9"}), lena)
    assert answer.findings[0].message == "Nobody has declared HZ9, which is in position 1."
    assert "RIV" not in str(answer)
    with pytest.raises(NotFound):
        thing_seen(lena, "RIV-1", now=NOW)


def test_a_pin_of_another_puck_comes_over(puck, stores, lena):
    other = make_container("CPS-0422")
    pin(other, 7, "HA9")
    unnamed = take(reading(puck, {"4": "HA9"}), stores)
    assert ("LysHA9" in str(unnamed), "is declared in CPS-0422, position 7." in unnamed.findings[3].message) == (
        False,
        True,
    )
    scan = reading(puck, {"4": "HA9"})
    answer = take(scan, lena)
    assert answer.findings[3].message == "LysHA9 is in position 4, but is declared in CPS-0422, position 7."
    take(accepting(scan), lena)
    assert (lies(puck)["4"], lies(other)) == ("LysHA9", {})


def test_a_declaration_that_changed_meanwhile_is_not_overwritten(puck, lena):
    scan = reading(puck, {"1": "HA2", "2": "HA1"})
    take(scan, lena)
    pin(puck, 9, "HA8")
    empty_container(container=puck, now=NOW)
    refused = take(accepting(scan), lena)
    assert refused.words == "What is declared changed since the container was read. Read it again."
    assert lies(puck) == {}


def test_what_contradicts_itself_cannot_be_accepted(puck, lena):
    scan = reading(puck, {"1": "HA1", "2": "HA1"})
    assert take(scan, lena).can_accept is False
    refused = take(accepting(scan), lena)
    assert (refused.outcome.value, refused.words) == (
        "refused",
        "What was read contradicts itself. Read the container again.",
    )


@pytest.mark.parametrize(
    ("pins", "words"),
    [({}, "Nothing was read."), ({"77": "HA1"}, "A UniPuck has no position 77.")],
)
def test_nonsense_is_refused(puck, lena, pins, words):
    assert take(reading(puck, pins), lena).words == words


def test_a_puck_that_came_in_no_parcel_is_put_right_too(puck, parcel, session, lena):
    ParcelItem.objects.all().delete()
    scan = reading(puck, {"1": "HA2", "2": "HA1", "3": "HA3"})
    assert take(scan, lena).outcome.value == "differs"
    assert take(accepting(scan), lena).words == "CPS-0421: lies as it was read; 2 moved."
    assert (lies(puck)["1"], ParcelEvent.objects.filter(move="correct_contents").count()) == ("LysHA2", 0)
    assert thing_seen(lena, puck.code, now=NOW).place == ""


def test_accepting_what_nobody_read_is_refused(puck, lena):
    assert take(accepting(reading(puck, {"1": "HA1"})), lena).words == "There is no such reading."
    nothing = Scanned(client_id=uuid4(), at=NOW, code=puck.code, verb="accept")
    assert [str(r) for r in take(nothing, lena).reasons] == ["There is no such reading. Read the container again."]


def test_the_drawing_comes_with_what_is_declared(puck, parcel, lena):
    seen = thing_seen(lena, puck.code, now=NOW)
    assert (seen.kind, seen.title, len(seen.slots), seen.slots[0].declared) == ("container", "CPS-0421", 16, "LysHA1")
    assert ("Came in", "Dewar 1") in seen.facts


def test_two_containers_of_one_name_are_told_apart_by_what_is_here(puck, session, stores):
    make_session(make_person("mira"), "mx4711", beamline="sim3")
    twin = make_container("CPS-0421", proposal="mx4711")
    assert thing_seen(stores, "CPS-0421", now=NOW).code == puck.code
    ParcelItem.objects.filter(container=puck).update(container=None)
    with pytest.raises(
        Invalid, match=f"Several containers are called so: CPS-0421 of mx2341, CPS-0421 of {twin.proposal.code}"
    ):
        thing_seen(stores, "CPS-0421", now=NOW)
