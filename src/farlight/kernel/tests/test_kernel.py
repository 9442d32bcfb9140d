import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.kernel import ids, units
from farlight.kernel.errors import Invalid, NotAllowed, Objection
from farlight.kernel.events import Event, kebab_case


class RunStarted(Event):
    session: str
    run: int


class XRFSpectrumTaken(Event):
    element: str = "Fe"


def test_event_is_frozen_keyword_only_and_named_in_kebab_case():
    event = RunStarted(session="mx1-1", run=3)
    assert (event.kind, event.stream) == ("run-started", "mx1-1")
    assert (XRFSpectrumTaken().kind, XRFSpectrumTaken().stream) == ("xrf-spectrum-taken", "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.run = 4
    with pytest.raises(TypeError):
        RunStarted("mx1-1", 3)


def test_kebab_case_keeps_single_words():
    assert kebab_case("Closed") == "closed"


@given(st.integers(1, 10**8), st.integers(1, 9999), st.integers(1, 10**8))
def test_run_code_survives_a_round_trip(proposal, session, run):
    code = ids.run_code(ids.session_code(f"mx{proposal}"[:10], session), run)
    assert str(ids.parse_run_code(code)) == code


@pytest.mark.parametrize("text", ["", "mx2345-7", "mx2345-7/", "mx2345-7/0", "mx2345-7/1/2", "../etc/1", "MX1-1/1"])
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
