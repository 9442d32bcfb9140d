import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.kernel import ids, units
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.events import Event, kebab_case
from farlight.kernel.paging import page_of, whole_number
from farlight.kernel.time import counts_still, utc_now


class LampLit(Event):
    session: str
    run: int


class XRFSpectrumTaken(Event):
    element: str = "Fe"


def test_event_is_frozen_keyword_only_and_named_in_kebab_case():
    event = LampLit(session="mx1-1", run=3)
    assert (event.kind, event.stream) == ("lamp-lit", "mx1-1")
    assert (XRFSpectrumTaken().kind, XRFSpectrumTaken().stream) == ("xrf-spectrum-taken", "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.run = 4
    with pytest.raises(TypeError):
        LampLit("mx1-1", 3)


def test_kebab_case_keeps_single_words():
    assert kebab_case("Closed") == "closed"


@given(st.integers(1, 10**8), st.integers(1, 9999), st.integers(1, 10**8))
def test_run_code_survives_a_round_trip(proposal, session, run):
    code = ids.run_code(ids.session_code(f"mx{proposal}"[:10], session), run)
    assert str(ids.parse_run_code(code)) == code


@pytest.mark.parametrize(
    "text",
    ["", "mx2345-7", "mx2345-7/", "mx2345-7/0", "mx2345-7/1/2", "../etc/1", "MX1-1/1", "mx\u0663-1/1", "mx1-1/\u0663"],
)
def test_run_code_is_refused_when_it_is_none(text):
    with pytest.raises(Invalid, match="looks like mx2345-7/12"):
        ids.parse_run_code(text)


def test_opaque_ids_differ_and_hold_no_confusing_letters():
    found = {ids.new_opaque_id("r-") for _ in range(200)}
    assert len(found) == 200
    assert not set("".join(f[2:] for f in found)) & set("01loi")


@given(st.floats(1000, 100000))
def test_energy_survives_the_way_to_wavelength_and_back(energy):
    assert units.energy_ev(units.wavelength_angstrom(energy)) == pytest.approx(energy)


def test_copper_k_alpha():
    assert units.wavelength_angstrom(8047.8) == pytest.approx(1.5406, abs=1e-4)


def test_errors_carry_every_reason():
    reasons = [Objection(message="It is closed.", mend="Ask the user office."), Objection(message="You are late.")]
    assert NotAllowed(reasons).message == "It is closed. Ask the user office. You are late."
    assert NotAllowed(reasons).reasons == tuple(reasons)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("", None), ("-1", None), ("\u0663", None), ("9" * 18, 10**18 - 1), ("1" + "0" * 18, None)],
)
def test_whole_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(("rows", "expected"), [([], ((), None)), ([1, 2], ((1, 2), None)), ([1, 2, 3], ((1, 2), "2"))])
def test_a_surplus_row_says_that_there_is_more(rows, expected):
    page = page_of(rows, limit=2, cursor=str)
    assert (page.items, page.next_cursor) == expected


def test_every_error_of_the_house_says_what_is_wrong():
    assert NotFound().message == "There is nothing here, or it is not yours to see."
    assert Invalid([Objection(message="Too long.", mend="Shorten it.")]).message == "Too long. Shorten it."
    assert str(Conflict("It is closed.")) == "It is closed."


def test_the_clock_is_in_utc():
    assert utc_now().utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("ago_s", "expected"),
    [(0, True), (59, True), (60, False), (3600, False), (-60, True), (-61, False), (-3600, False)],
)
def test_what_began_counts_for_its_time_and_not_when_the_clock_was_set_back(ago_s, expected):
    now = utc_now()
    assert counts_still(now - timedelta(seconds=ago_s), timedelta(seconds=60), now=now) is expected
